/*
 * model.c with the three loops over residents written so that gcc vectorises them: structure of arrays, loops split
 * at every change of width, draws of a whole block at a time, selection instead of branches, a polynomial in the place
 * of libm's exp. The rest, set-up among it, is that of model.c. Built like it, without -ffast-math.
 */
#define VECTOR
#include "model.c"

enum { ROOM = 16384 };

static inline double smaller(double a, double b) { return a < b ? a : b; }
static inline double larger(double a, double b) { return a > b ? a : b; }
static inline double unit_interval(double x) { return smaller(1, larger(0, x)); }

/* e^x for |x| < 700 to about 1e-15: reduction by ln 2 and the Taylor polynomial of degree 11. */
static inline double quick_exp(double x) {
  const double shifter = 6755399441055744.0; /* 1.5 * 2^52: its sum with a number rounds that to whole */
  const double shifted = x * 1.4426950408889634 + shifter;
  const double steps = shifted - shifter;
  const double r = (x - steps * 0.693147180369123816490) - steps * 1.90821492927058770002e-10;
  const double p = 1 + r * (1 + r * (1 / 2.0 + r * (1 / 6.0 + r * (1 / 24.0 + r * (1 / 120.0 + r * (1 / 720.0 +
    r * (1 / 5040.0 + r * (1 / 40320.0 + r * (1 / 362880.0 + r * (1 / 3628800.0 + r * (1 / 39916800.0)))))))))));
  union { double value; int64_t bits; } whole = {shifted}, power_of_two;
  power_of_two.bits = (whole.bits << 52) + ((int64_t)1023 << 52);
  return p * power_of_two.value;
}

/* The reasons to act, summed in the order of model.c. Arrays are named anew so that gcc knows they do not overlap. */
static void weigh(uint32_t first, uint32_t count, const float *restrict omega, const double *restrict lacking,
                  double *restrict v) {
  const uint8_t *restrict y = stage + first, *restrict social = type + first, *restrict leads = role + first;
  const uint16_t *restrict acting = neighbours + first, *restrict ties = degree + first;
  const float *restrict eps = circumstances + first, *restrict m = motivation + first, *restrict t = trust + first;
  const float *restrict e = efficacy + first, *restrict h = habit + first, *restrict a = arousal + first;
  const float *restrict wages = pay + first, *restrict c = cost + first, *restrict k = know_how + first;
  const float *restrict saved = relief + first;
#define CHOOSE(j) const double w##j##0 = weights[0][j], w##j##1 = weights[1][j], w##j##2 = weights[2][j], w##j##3 = weights[3][j]
#define WEIGHT(j) (here < SUSTAINED ? (here == BYSTANDER ? w##j##0 : w##j##1) : (here == SUSTAINED ? w##j##2 : w##j##3))
  CHOOSE(0); CHOOSE(1); CHOOSE(2); CHOOSE(3); CHOOSE(4); CHOOSE(5); CHOOSE(6); CHOOSE(7);
  for (uint32_t i = 0; i < count; i++) {
    const int here = y[i], strength = ties[i];
    const double n = acting[i] / (double)(strength == 0 ? 1 : strength);
    const double p = wages[i], cube = p * p * p;
    v[i] = WEIGHT(0) + eps[i] + WEIGHT(1) * (m[i] - 0.5) + WEIGHT(2) * (t[i] - 0.5) + WEIGHT(3) * (e[i] - 0.5) +
           WEIGHT(4) * (social[i] == CONDITIONAL ? 1 : P_decide_indifference) * n + WEIGHT(5) * omega[i] * lacking[i] +
           WEIGHT(6) * h[i] + WEIGHT(7) * a[i] + P_decide_pay * (cube / (cube + 1)) -
           c[i] * (1 - P_decide_knowHow * k[i]) * (1 - saved[i]) + (leads[i] == 0 ? 0 : P_decide_leader);
  }
}

/* All ones where a condition holds, so that choices are bitwise and no branch is left. */
static inline uint32_t mask(uint32_t condition) { return -condition; }
static inline uint32_t pick(uint32_t condition, uint32_t yes, uint32_t no) {
  return (mask(condition) & yes) | (~mask(condition) & no);
}

static void move(uint32_t first, uint32_t count, const uint32_t *restrict acted) {
  uint32_t *restrict bits = recent + first;
  uint8_t *restrict held = stage + first, *restrict what = event + first;
  for (uint32_t i = 0; i < count; i++) bits[i] = (bits[i] << 1 | acted[i]) & 0x3ffffff;
  for (uint32_t i = 0; i < count; i++) {
    const uint32_t old = held[i], window = bits[i] & 0xfff, acts = acted[i];
    const uint32_t times = __builtin_popcount(window);
    const uint32_t outside = (old == BYSTANDER) | (old == LAPSED), gone = window == 0;
    const uint32_t up = pick(times >= P_decide_sustainedActs, SUSTAINED, NEWCOMER);
    const uint32_t down = pick(times == 1, NEWCOMER, SUSTAINED);
    const uint32_t inside = pick(gone, LAPSED, pick(old == NEWCOMER, up, down));
    held[i] = pick(outside, pick(acts, NEWCOMER, old), inside);
    what[i] = pick(outside, mask(acts) & pick(old == BYSTANDER, ENTRY, RETURN), mask(gone) & LAPSE);
  }
}

/* Modes of the active, who are gathered first. */
static void choose_modes(uint32_t first, uint32_t count, const uint32_t *restrict acted, int week, int phase) {
  static uint32_t who[ROOM], words[ROOM];
  static double e[ROOM], t[ROOM], m[ROOM], owner[ROOM], middle[ROOM];
  memset(mode + first, NONE, count);
  uint32_t n = 0;
  for (uint32_t i = 0; i < count; i++) {
    who[n] = first + i;
    n += acted[i];
  }
  for (uint32_t j = 0; j < n; j++) {
    const uint32_t i = who[j];
    e[j] = efficacy[i] - 0.5;
    t[j] = trust[i] - 0.5;
    m[j] = motivation[i] - 0.5;
    owner[j] = let[household[i]] ? 0 : P_mode_contributionOwner;
    middle[j] = age[i] == MIDDLE ? P_mode_labourMiddle : 0;
  }
  const uint32_t c1 = counter(week, MODE, 0);
  for (uint32_t j = 0; j < n; j++) words[j] = threefry(who[j], c1);
  const double to_design = phase == DESIGN ? P_mode_needed : 1, to_delivery = phase == DELIVERY ? P_mode_needed : 1;
  const double to_assessment = phase == ASSESSMENT ? P_mode_needed : 1;
  for (uint32_t j = 0; j < n; j++) {
    const double voice = to_design * quick_exp(P_mode_voiceEfficacy * e[j] + P_mode_voicePower * (power - 0.3));
    const double second = voice + to_delivery * quick_exp(P_mode_labourMotivation * m[j] + middle[j]);
    const double third = second + to_delivery * quick_exp(owner[j] + P_mode_contributionTrust * t[j]);
    const double all = third + to_assessment * quick_exp(P_mode_oversightEfficacy * e[j] + P_mode_oversightTrust * t[j]);
    const double u = unit(words[j]) * all;
    words[j] = VOICE + (uint32_t)(u >= voice) + (uint32_t)(u >= second) + (uint32_t)(u >= third);
  }
  for (uint32_t j = 0; j < n; j++) mode[who[j]] = words[j];
}

static void decide(int b, int week) {
  static uint32_t words[ROOM], acted[ROOM];
  static double v[ROOM], lacking[ROOM];
  const uint32_t first = first_of(b), count = end_of(b) - first;
  if (count > ROOM) exit(1);
  const int phase = phase_of(b);

  const uint32_t c1 = counter(week, ACT, 0);
  for (uint32_t i = 0; i < count; i++) words[i] = threefry(first + i, c1);
  for (int s = b * P_population_stairwellsPerBlock; s < stairwell_end(b); s++)
    for (uint32_t i = stairwell_start[s]; i < stairwell_start[s + 1]; i++)
      lacking[i - first] = fmax(0, P_decide_wantedQuality - quality[s]);

  weigh(first, count, interest[kind[b]] + first, lacking, v);
  for (uint32_t i = 0; i < count; i++) acted[i] = unit(words[i]) * (1 + quick_exp(-v[i])) < 1;
  move(first, count, acted);
  choose_modes(first, count, acted, week, phase);
}

static void learn(int b) {
  static double share[ROOM];
  static uint32_t acted[ROOM];
  const uint32_t first = first_of(b), count = end_of(b) - first;
  const double reliability = (P_learn_reliabilityBase + credited[b]) / (P_learn_promiseBase + promised[b]);
  const double felt = effect[b] - P_learn_effectNeutral;
  const double reliable = P_learn_trustReliability * (reliability - P_learn_reliabilityBase / P_learn_promiseBase);
  const double of_trust = reliable + P_learn_trustEffect * felt, seen = visibility[b];
  const uint8_t *restrict chosen = mode + first;
  const uint16_t *restrict acting = neighbours + first, *restrict ties = degree + first;
  for (uint32_t i = 0; i < count; i++) acted[i] = chosen[i] != NONE;
  for (uint32_t i = 0; i < count; i++) {
    const int strength = ties[i];
    share[i] = acting[i] / (double)(strength == 0 ? 1 : strength);
  }

  const float *restrict wages = pay + first, *restrict m0 = innate_motivation + first;
  float *restrict z = crowding + first, *restrict x = attachment + first, *restrict m = motivation + first;
  for (uint32_t i = 0; i < count; i++) {
    const double p = wages[i], cube = p * p * p, lost = z[i];
    const double rise = unit_interval(lost + P_learn_crowdingRise * larger(0, P_learn_crowdingMax * (cube / (cube + 1)) - lost));
    const double fall = lost - P_learn_crowdingFall * lost;
    z[i] = (acted[i] != 0) & (p > 0) ? rise : fall;
  }
  for (uint32_t i = 0; i < count; i++) {
    const double attached = x[i];
    x[i] = unit_interval(attached - P_learn_attachmentLoss * attached + (acted[i] ? P_learn_attachmentGain : 0) * share[i]);
  }
  for (uint32_t i = 0; i < count; i++) {
    const double innate = m0[i];
    m[i] = unit_interval(innate * (1 - (double)z[i]) + (double)x[i] * (1 - innate));
  }

  const float *restrict e0 = innate_efficacy + first, *restrict t0 = innate_trust + first;
  float *restrict e = efficacy + first, *restrict t = trust + first, *restrict h = habit + first;
  for (uint32_t i = 0; i < count; i++) {
    const double was = e[i], watching = P_learn_efficacyWatching * share[i] * seen;
    const double rate = acted[i] ? P_learn_efficacyActive : watching;
    e[i] = unit_interval(was + rate * (unit_interval(e0[i] + felt) - was));
  }
  for (uint32_t i = 0; i < count; i++) {
    const double was = t[i], gap = unit_interval(t0[i] + of_trust) - was;
    const double rate = (gap > 0 ? P_learn_trustUp : P_learn_trustDown) * (acted[i] ? 1 : P_learn_trustWatching);
    t[i] = unit_interval(was + rate * gap);
  }
  float *restrict k = know_how + first, *restrict a = arousal + first, *restrict f = fatigue + first;
  for (uint32_t i = 0; i < count; i++) {
    const double was = h[i], rise = unit_interval(was + P_learn_habitRise * (1 - was)), fall = was - P_learn_habitFall * was;
    h[i] = acted[i] ? rise : fall;
  }
  for (uint32_t i = 0; i < count; i++) {
    const double was = k[i];
    k[i] = unit_interval(was + (acted[i] ? P_learn_knowHow : 0) * (1 - was));
  }
  for (uint32_t i = 0; i < count; i++) {
    const double calmer = a[i] * P_learn_arousalKept;
    a[i] = calmer < 1 / 16777216.0 ? 0 : calmer;
  }
  for (uint32_t i = 0; i < count; i++) f[i] = f[i] * P_learn_fatigueKept;
}

typedef float eight_floats __attribute__((vector_size(32), aligned(4)));
typedef double eight_doubles __attribute__((vector_size(64)));

/* The sum of a column in eight lanes: gcc keeps the order of additions, so the lanes have to be written out. */
static double sum_of(const float *values, uint32_t count) {
  eight_doubles lanes = {0};
  double sum = 0;
  uint32_t i = 0;
  for (; i + 8 <= count; i += 8) lanes += __builtin_convertvector(*(const eight_floats *)(values + i), eight_doubles);
  for (; i < count; i++) sum += values[i];
  for (int j = 0; j < 8; j++) sum += lanes[j];
  return sum;
}

static void observe_residents(int b, struct row *row) {
  const uint32_t first = first_of(b), count = end_of(b) - first;
  float *const columns[MEANS] = {motivation, trust, efficacy, habit, know_how, attachment, crowding, arousal, fatigue};
  for (int j = 0; j < MEANS; j++) row->means[j] += sum_of(columns[j] + first, count);
  const uint8_t *restrict held = stage + first, *restrict what = event + first, *restrict chosen = mode + first;
  for (int y = 0; y < 4; y++) {
    uint32_t of_stage = 0, of_event = 0;
    for (uint32_t i = 0; i < count; i++) of_stage += held[i] == y, of_event += what[i] == y;
    row->stages[y] += of_stage;
    row->events[y] += of_event;
  }
  for (int j = 0; j < 5; j++) {
    uint32_t of_mode = 0;
    for (uint32_t i = 0; i < count; i++) of_mode += chosen[i] == j;
    row->modes[j] += of_mode;
  }
}
