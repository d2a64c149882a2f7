/*
 * The model of sim/ once more, in plain C: the yardstick of `npm run bench`. Population, ties, burn-in and the weekly
 * loop with the engine's keyed luck, so that its rates can be compared with the engine's week by week. No
 * interventions, but every term they act through is computed; with VISITS a year of door visits to everybody.
 *
 * Storage is float, arithmetic double, exp and log are libm's. The loops are the obvious ones. model-vector.c includes
 * this file and replaces those of Decide, Learn and Observe by loops that gcc vectorises.
 *
 * parameters.h is written by test/bench/twin.ts from the engine's table of parameters.
 *
 *   model KEY0 KEY1 RESIDENTS HOUSEHOLDS WEEKS BURN_IN VISITS     (RESIDENTS or HOUSEHOLDS is 0)
 *
 * Prints one JSON object; times are of the processor, in nanoseconds.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "parameters.h"

enum { BYSTANDER, NEWCOMER, SUSTAINED, LAPSED };
enum { NO_EVENT, ENTRY, LAPSE, RETURN };
enum { NONE, VOICE, LABOUR, CONTRIBUTION, OVERSIGHT };
enum { YOUNG, MIDDLE, OLDER };
enum { CONDITIONAL, FREE_RIDER, COMMITTED };
enum { DESIGN, DELIVERY, ASSESSMENT };
enum { GOES_ON, COMPLETED, FAILED };
enum { SETUP = -128, TRIES = 64, MEANS = 9 };

/* numbers of sim/purposes.ts */
enum {
  HOUSEHOLD_SIZE = 1, HOUSEHOLD_LET, DWELLING_AREA,
  AGE = 16, TYPE, ROLE, COMMON_TRAIT, MOTIVATION, TRUST, EFFICACY, KNOW_HOW, COST, CIRCUMSTANCES,
  INTEREST_HARD, INTEREST_SOFT, INTEREST_SERVICE,
  FIRST_PROGRESS = 40, PROJECT_KIND, PROJECT_REACH, PROJECT_STAIRWELL = 48,
  ACT = 64, MODE, VISIT = 80, VISIT_MET, VISIT_WHO,
  TIE_CANDIDATE = 128, TIE_ACCEPTANCE = 160,
};

static uint32_t k0, k1;
static int residents, households, stairwells, blocks;
static size_t bytes, tie_bytes;

/* residents */
static float *innate_motivation, *innate_trust, *innate_efficacy, *cost, *circumstances, *interest[3];
static float *motivation, *trust, *efficacy, *habit, *know_how, *attachment, *crowding, *fatigue, *arousal;
static float *pay, *relief;
static uint8_t *age, *type, *role, *stage, *mode, *event;
static uint16_t *neighbours, *degree;
static uint32_t *household, *recent, *tie_start, *tie_to;
/* households, stairwells, blocks */
static uint32_t *household_start, *stairwell_start;
static uint8_t *let;
static float *area, *quality;
static float *effect, *progress, *difficulty, *visibility;
static uint16_t *project_age, *ordinal;
static uint8_t *kind, *reach, *outcome;
static uint32_t *target;
static double *promised, *delivered, *credited, *delivery_factor, *output;
static double power = P_produce_power;

/* ---- numbers ---- */

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static void *column(size_t count, size_t width) {
  bytes += count * width;
  size_t size = (count * width + 63) / 64 * 64 + 64;
  void *memory = aligned_alloc(64, size);
  if (!memory) exit(1);
  return memset(memory, 0, size);
}

static inline double clamp01(double x) { return x < 0 ? 0 : x > 1 ? 1 : x; }

#define ROTATE(x, n) ((x) << (n) | (x) >> (32 - (n)))
#define MIX(n) x0 += x1, x1 = ROTATE(x1, n) ^ x0

/* the first word of the block of Threefry-2x32 with 20 rounds */
static inline uint32_t threefry(uint32_t c0, uint32_t c1) {
  const uint32_t k2 = 0x1bd11bda ^ k0 ^ k1;
  uint32_t x0 = c0 + k0, x1 = c1 + k1;
  MIX(13); MIX(15); MIX(26); MIX(6);
  x0 += k1; x1 += k2 + 1;
  MIX(17); MIX(29); MIX(16); MIX(24);
  x0 += k2; x1 += k0 + 2;
  MIX(13); MIX(15); MIX(26); MIX(6);
  x0 += k0; x1 += k1 + 3;
  MIX(17); MIX(29); MIX(16); MIX(24);
  x0 += k1; x1 += k2 + 4;
  MIX(13); MIX(15); MIX(26); MIX(6);
  return x0 + k2;
}

static inline uint32_t counter(int week, int purpose, int sub) {
  return (uint32_t)(week + 128) << 16 | (uint32_t)purpose << 8 | (uint32_t)sub;
}

static inline double unit(uint32_t word) { return (word + 0.5) * (1 / 4294967296.0); }
static inline double uniform(uint32_t entity, uint32_t c1) { return unit(threefry(entity, c1)); }
static double at_setup(uint32_t entity, int purpose) { return uniform(entity, counter(SETUP, purpose, 0)); }

/* Wichura (1988), algorithm AS 241 */
static double normal_quantile(double p) {
  const double q = p - 0.5;
  double r;
  if (fabs(q) <= 0.425) {
    r = 0.180625 - q * q;
    return q *
      (3.3871328727963665 + r * (133.14166789178438 + r * (1971.5909503065513 + r * (13731.69376550946 +
        r * (45921.95393154987 + r * (67265.7709270087 + r * (33430.57558358813 + r * 2509.0809287301227))))))) /
      (1 + r * (42.31333070160091 + r * (687.1870074920579 + r * (5394.196021424751 +
        r * (21213.794301586597 + r * (39307.89580009271 + r * (28729.085735721943 + r * 5226.495278852854)))))));
  }
  r = sqrt(-log(q < 0 ? p : 1 - p));
  double distance;
  if (r <= 5) {
    r -= 1.6;
    distance =
      (1.4234371107496835 + r * (4.630337846156546 + r * (5.769497221460691 + r * (3.6478483247632045 +
        r * (1.2704582524523684 + r * (0.2417807251774506 + r * (0.022723844989269184 + r * 0.0007745450142783414))))))) /
      (1 + r * (2.053191626637759 + r * (1.6763848301838038 + r * (0.6897673349851 +
        r * (0.14810397642748008 + r * (0.015198666563616457 + r * (0.0005475938084995345 + r * 1.0507500716444169e-9)))))));
  } else {
    r -= 5;
    distance =
      (6.657904643501103 + r * (5.463784911164114 + r * (1.7848265399172913 + r * (0.29656057182850487 +
        r * (0.026532189526576124 + r * (0.0012426609473880784 + r * (2.7115555687434876e-5 + r * 2.0103343992922881e-7))))))) /
      (1 + r * (0.599832206555888 + r * (0.1369298809227358 + r * (0.014875361290850615 +
        r * (0.0007868691311456133 + r * (1.8463183175100548e-5 + r * (1.421511758316446e-7 + r * 2.0442631033899397e-15)))))));
  }
  return q < 0 ? -distance : distance;
}

/* ---- population ---- */

static double mean_size(double position, double weights[5]) {
  const double q = position / (1 - position);
  double total = 0, sum = 0, weight = 1;
  for (int size = 1; size <= 5; size++) {
    weights[size - 1] = weight;
    total += weight;
    sum += size * weight;
    weight *= q;
  }
  for (int i = 0; i < 5; i++) weights[i] /= total;
  return sum / total;
}

static void draw_households(int wanted_residents, int wanted_households) {
  double cumulative[5], low = 0, high = 1 - 1 / 1048576.0;
  for (int step = 0; step < 60; step++) {
    const double middle = (low + high) / 2;
    if (mean_size(middle, cumulative) < P_population_householdSize) low = middle;
    else high = middle;
  }
  mean_size((low + high) / 2, cumulative);
  for (int i = 1; i < 5; i++) cumulative[i] += cumulative[i - 1];

  const int most = wanted_residents ? wanted_residents : wanted_households;
  uint32_t *fences = malloc((most + 1) * sizeof *fences);
  fences[0] = 0;
  int h = 0;
  for (; h < most && (!wanted_residents || fences[h] < (uint32_t)wanted_residents); h++) {
    const double u = at_setup(h, HOUSEHOLD_SIZE);
    int size = 1;
    while (size < 5 && u >= cumulative[size - 1]) size++;
    fences[h + 1] = fences[h] + size;
    if (wanted_residents && fences[h + 1] > (uint32_t)wanted_residents) fences[h + 1] = wanted_residents;
  }
  households = h;
  residents = fences[h];
  household_start = column(h + 1, sizeof *household_start);
  memcpy(household_start, fences, (h + 1) * sizeof *fences);
  free(fences);
}

static void make_columns(void) {
  const int per_stairwell = P_population_floors * P_population_dwellingsPerFloor;
  stairwells = (households + per_stairwell - 1) / per_stairwell;
  blocks = (stairwells + P_population_stairwellsPerBlock - 1) / P_population_stairwellsPerBlock;
  float **floats[] = {
    &innate_motivation, &innate_trust, &innate_efficacy, &cost, &circumstances, &interest[0], &interest[1], &interest[2],
    &motivation, &trust, &efficacy, &habit, &know_how, &attachment, &crowding, &fatigue, &arousal, &pay, &relief,
  };
  for (size_t c = 0; c < sizeof floats / sizeof *floats; c++) *floats[c] = column(residents, sizeof(float));
  uint8_t **small[] = {&age, &type, &role, &stage, &mode, &event};
  for (size_t c = 0; c < sizeof small / sizeof *small; c++) *small[c] = column(residents, 1);
  neighbours = column(residents, sizeof *neighbours);
  degree = column(residents, sizeof *degree);
  household = column(residents, sizeof *household);
  recent = column(residents, sizeof *recent);
  let = column(households, 1);
  area = column(households, sizeof *area);
  stairwell_start = column(stairwells + 1, sizeof *stairwell_start);
  quality = column(stairwells, sizeof *quality);
  float **of_blocks[] = {&effect, &progress, &difficulty, &visibility};
  for (int c = 0; c < 4; c++) *of_blocks[c] = column(blocks, sizeof(float));
  double **doubles[] = {&promised, &delivered, &credited, &delivery_factor, &output};
  for (int c = 0; c < 5; c++) *doubles[c] = column(blocks, sizeof(double));
  project_age = column(blocks, sizeof *project_age);
  ordinal = column(blocks, sizeof *ordinal);
  kind = column(blocks, 1);
  reach = column(blocks, 1);
  outcome = column(blocks, 1);
  target = column(blocks, sizeof *target);
}

static void fill_dwellings(void) {
  const int per_stairwell = P_population_floors * P_population_dwellingsPerFloor;
  for (int h = 0; h < households; h++) {
    let[h] = at_setup(h, HOUSEHOLD_LET) < P_population_letShare;
    area[h] = P_population_areaMin + (P_population_areaMax - P_population_areaMin) * at_setup(h, DWELLING_AREA);
    for (uint32_t i = household_start[h]; i < household_start[h + 1]; i++) household[i] = h;
  }
  for (int s = 0; s <= stairwells; s++) {
    const int h = s * per_stairwell;
    stairwell_start[s] = household_start[h < households ? h : households];
  }
}

static double logit_of(double mean) {
  const double p = mean < 0.01 ? 0.01 : mean > 0.99 ? 0.99 : mean;
  return log(p / (1 - p));
}

static double trait(double mean, double common, double own, uint32_t i, int purpose) {
  return 1 / (1 + exp(-(mean + P_traits_spread * (common + own * normal_quantile(at_setup(i, purpose))))));
}

static void fill_residents(void) {
  const double shared = sqrt(P_traits_correlation), own = sqrt(1 - P_traits_correlation);
  double of_motivation[4], of_trust[4];
  for (int g = 0; g < 4; g++) {
    const double older = (g & 1) * P_traits_olderBonus, renter = (g >> 1) * P_traits_renterShift;
    of_motivation[g] = logit_of(P_traits_motivation + older + renter);
    of_trust[g] = logit_of(P_traits_trust + older);
  }
  const double of_efficacy = logit_of(P_traits_efficacy);
  for (int i = 0; i < residents; i++) {
    const int rented = let[household[i]];
    const double u = at_setup(i, AGE), v = at_setup(i, TYPE), r = at_setup(i, ROLE);
    age[i] = rented ? YOUNG : u < 1 - P_population_olderShare ? MIDDLE : OLDER;
    type[i] = v < P_population_conditionalShare                               ? CONDITIONAL
              : v < P_population_conditionalShare + P_population_freeRiderShare ? FREE_RIDER
                                                                              : COMMITTED;
    role[i] = r < P_population_leaderShare ? 1 + (int)(r / P_population_leaderShare * 4) : 0;

    const double common = shared * normal_quantile(at_setup(i, COMMON_TRAIT));
    const int group = (age[i] == OLDER) + 2 * rented;
    motivation[i] = innate_motivation[i] = trait(of_motivation[group], common, own, i, MOTIVATION);
    trust[i] = innate_trust[i] = trait(of_trust[group], common, own, i, TRUST);
    efficacy[i] = innate_efficacy[i] = trait(of_efficacy, common, own, i, EFFICACY);

    know_how[i] = P_traits_knowHowMin + (P_traits_knowHowMax - P_traits_knowHowMin) * at_setup(i, KNOW_HOW);
    cost[i] = P_traits_costMin + (P_traits_costMax - P_traits_costMin) * at_setup(i, COST) +
              (age[i] == MIDDLE ? P_traits_costMiddle : 0);
    circumstances[i] = P_traits_circumstances * normal_quantile(at_setup(i, CIRCUMSTANCES)) +
                       (type[i] == FREE_RIDER ? P_traits_freeRider : type[i] == COMMITTED ? P_traits_committed : 0);
    const double hard = at_setup(i, INTEREST_HARD), soft = at_setup(i, INTEREST_SOFT);
    const double service = at_setup(i, INTEREST_SERVICE), scale = 3 / (hard + soft + service);
    interest[0][i] = hard * scale;
    interest[1][i] = soft * scale;
    interest[2][i] = service * scale;
  }
}

static void start_project(int b, int number) {
  const int week = SETUP + (number >> 8), sub = number & 255;
  const double u = uniform(b, counter(week, PROJECT_KIND, sub)), v = uniform(b, counter(week, PROJECT_REACH, sub));
  ordinal[b] = number;
  kind[b] = u < P_project_hardShare ? 0 : u < P_project_hardShare + P_project_softShare ? 1 : 2;
  reach[b] = v < P_project_stairwellShare ? 0 : v < P_project_stairwellShare + P_project_blockShare ? 1 : 2;
  progress[b] = 0;
  project_age[b] = 0;
  difficulty[b] = P_project_difficulty;
  visibility[b] = P_project_visibility;
  const int first = b * P_population_stairwellsPerBlock, end = first + P_population_stairwellsPerBlock;
  double smallest = 2;
  for (int s = first; s < (end < stairwells ? end : stairwells); s++) {
    const double draw = uniform(s, counter(week, PROJECT_STAIRWELL, sub));
    if (draw < smallest) smallest = draw, target[b] = s;
  }
}

/* ---- ties ---- */

static uint32_t *from, *to;
static uint32_t pairs;

static void start_tie(uint32_t i, int slot, uint32_t first, uint32_t last, uint32_t span, int choosy) {
  const uint32_t home = household[i];
  for (int t = 0; t < TRIES; t++) {
    const uint32_t j = first + (uint32_t)(uniform(i, counter(SETUP, TIE_CANDIDATE + slot, t)) * span);
    if (j >= last || household[j] == home) continue;
    const int alike = age[i] == age[j] && let[home] == let[household[j]];
    if (choosy && !alike && uniform(i, counter(SETUP, TIE_ACCEPTANCE + slot, t)) >= P_ties_mismatch) continue;
    from[pairs] = i;
    to[pairs++] = j;
    return;
  }
}

static void make_ties(void) {
  uint32_t leaders = 0, near = 64, everyone = 1;
  for (int i = 0; i < residents; i++) leaders += role[i] != 0;
  while (near < 5 * P_population_floors * P_population_dwellingsPerFloor) near *= 2;
  while (everyone < (uint32_t)residents) everyone *= 2;
  const size_t most = (size_t)residents * (P_ties_stairwell + P_ties_community) + leaders * P_ties_leader;
  from = malloc(most * sizeof *from);
  to = malloc(most * sizeof *to);
  for (int s = 0; s < stairwells; s++) {
    const uint32_t first = stairwell_start[s], last = stairwell_start[s + 1];
    for (uint32_t i = first; i < last; i++) {
      for (int slot = 0; slot < P_ties_stairwell; slot++) start_tie(i, slot, first, last, near, 0);
      if (P_ties_community > 0) start_tie(i, 2, 0, residents, everyone, 1);
      if (role[i] == 0) continue;
      for (int slot = 3; slot < 3 + P_ties_leader; slot++) start_tie(i, slot, 0, residents, everyone, 1);
    }
  }

  /* both ends, as compressed sparse rows */
  const size_t before = bytes;
  tie_start = column(residents + 1, sizeof *tie_start);
  tie_to = column(2 * (size_t)pairs, sizeof *tie_to);
  tie_bytes = bytes - before;
  bytes = before;
  for (uint32_t p = 0; p < pairs; p++) tie_start[from[p] + 1]++, tie_start[to[p] + 1]++;
  for (int i = 0; i < residents; i++) tie_start[i + 1] += tie_start[i];
  uint32_t *next = malloc(residents * sizeof *next);
  memcpy(next, tie_start, residents * sizeof *next);
  for (uint32_t p = 0; p < pairs; p++) {
    tie_to[next[from[p]]++] = to[p];
    tie_to[next[to[p]]++] = from[p];
  }
  free(next);
  free(from);
  free(to);
  for (int i = 0; i < residents; i++) {
    const uint32_t home = household[i];
    const int housemates = household_start[home + 1] - household_start[home] - 1;
    degree[i] = tie_start[i + 1] - tie_start[i] + P_ties_housemate * housemates;
  }
}

/* ---- the week ---- */

static const double weights[4][8] = {
  {P_decide_bystander_base, P_decide_bystander_motivation, P_decide_bystander_trust, P_decide_bystander_efficacy,
   P_decide_bystander_neighbours, P_decide_bystander_quality, P_decide_bystander_habit, P_decide_bystander_arousal},
  {P_decide_newcomer_base, P_decide_newcomer_motivation, P_decide_newcomer_trust, P_decide_newcomer_efficacy,
   P_decide_newcomer_neighbours, P_decide_newcomer_quality, P_decide_newcomer_habit, P_decide_newcomer_arousal},
  {P_decide_sustained_base, P_decide_sustained_motivation, P_decide_sustained_trust, P_decide_sustained_efficacy,
   P_decide_sustained_neighbours, P_decide_sustained_quality, P_decide_sustained_habit, P_decide_sustained_arousal},
  {P_decide_lapsed_base, P_decide_lapsed_motivation, P_decide_lapsed_trust, P_decide_lapsed_efficacy,
   P_decide_lapsed_neighbours, P_decide_lapsed_quality, P_decide_lapsed_habit, P_decide_lapsed_arousal},
};

static int phase_of(int b) {
  return progress[b] < P_project_designEnd ? DESIGN : progress[b] < P_project_deliveryEnd ? DELIVERY : ASSESSMENT;
}

static int serves(int chosen, int phase) {
  if (chosen == VOICE) return phase == DESIGN;
  return chosen == OVERSIGHT ? phase == ASSESSMENT : phase == DELIVERY;
}

static inline double saturation(double wages) {
  const double cube = wages * wages * wages;
  return cube / (cube + 1);
}

static inline uint32_t first_of(int b) { return stairwell_start[b * P_population_stairwellsPerBlock]; }
static inline int stairwell_end(int b) {
  const int end = (b + 1) * P_population_stairwellsPerBlock;
  return end < stairwells ? end : stairwells;
}
static inline uint32_t end_of(int b) { return stairwell_start[stairwell_end(b)]; }

static void visit_doors(int week) {
  for (int h = 0; h < households; h++) {
    if (uniform(h, counter(week, VISIT, 1)) >= P_visits_reach) continue;
    if (uniform(h, counter(week, VISIT_MET, 1)) >= P_visits_met) continue;
    const uint32_t first = household_start[h], last = household_start[h + 1];
    const uint32_t who = first + (uint32_t)(uniform(h, counter(week, VISIT_WHO, 1)) * (last - first));
    for (uint32_t i = first; i < last; i++) {
      const double intensity = i == who ? P_visits_intensity : P_visits_housemates * P_visits_intensity;
      const double fresh = 1 - fatigue[i];
      arousal[i] += intensity * fresh;
      attachment[i] = clamp01(
          attachment[i] + P_learn_contactAttachment * intensity * intensity * fresh * (1 - attachment[i]));
      fatigue[i] = clamp01(fatigue[i] + P_learn_contactFatigue * fmin(1, intensity) * fresh);
    }
  }
}

static void intervene(int week, int visits) {
  for (int b = 0; b < blocks; b++) promised[b] = delivered[b] = credited[b] = 0, delivery_factor[b] = 1;
  if (visits && week >= 26 && week < 78) visit_doors(week);
}

struct row { /* sums of the week */
  uint32_t active, stages[4], events[4], modes[5], done, failed;
  double means[MEANS], quality, effect;
};

#ifndef VECTOR

static int choose_mode(uint32_t i, int week, int phase) {
  const double e = efficacy[i] - 0.5, t = trust[i] - 0.5, m = motivation[i] - 0.5;
  const double voice = exp(P_mode_voiceEfficacy * e + P_mode_voicePower * (power - 0.3));
  const double labour = exp(P_mode_labourMotivation * m + (age[i] == MIDDLE ? P_mode_labourMiddle : 0));
  const double contribution = exp((let[household[i]] ? 0 : P_mode_contributionOwner) + P_mode_contributionTrust * t);
  const double oversight = exp(P_mode_oversightEfficacy * e + P_mode_oversightTrust * t);
  const double first = voice * (phase == DESIGN ? P_mode_needed : 1);
  const double second = first + labour * (phase == DELIVERY ? P_mode_needed : 1);
  const double third = second + contribution * (phase == DELIVERY ? P_mode_needed : 1);
  const double all = third + oversight * (phase == ASSESSMENT ? P_mode_needed : 1);
  const double u = uniform(i, counter(week, MODE, 0)) * all;
  return u < first ? VOICE : u < second ? LABOUR : u < third ? CONTRIBUTION : OVERSIGHT;
}

static void decide(int b, int week) {
  const float *interest_here = interest[kind[b]];
  const int phase = phase_of(b);
  for (int s = b * P_population_stairwellsPerBlock; s < stairwell_end(b); s++) {
    const double lacking = fmax(0, P_decide_wantedQuality - quality[s]);
    for (uint32_t i = stairwell_start[s]; i < stairwell_start[s + 1]; i++) {
      const int y = stage[i];
      const double *w = weights[y];
      const double n = degree[i] == 0 ? 0 : neighbours[i] / (double)degree[i];
      const double v = w[0] + circumstances[i] + w[1] * (motivation[i] - 0.5) + w[2] * (trust[i] - 0.5) +
                       w[3] * (efficacy[i] - 0.5) + w[4] * (type[i] == CONDITIONAL ? 1 : P_decide_indifference) * n +
                       w[5] * interest_here[i] * lacking + w[6] * habit[i] + w[7] * arousal[i] +
                       (pay[i] == 0 ? 0 : P_decide_pay * saturation(pay[i])) -
                       cost[i] * (1 - P_decide_knowHow * know_how[i]) * (1 - relief[i]) +
                       (role[i] == 0 ? 0 : P_decide_leader);
      const int acts = uniform(i, counter(week, ACT, 0)) < 1 / (1 + exp(-v));

      recent[i] = (recent[i] << 1 | acts) & 0x3ffffff;
      const uint32_t window = recent[i] & 0xfff;
      event[i] = NO_EVENT;
      if (y == BYSTANDER || y == LAPSED) {
        if (acts) {
          stage[i] = NEWCOMER;
          event[i] = y == BYSTANDER ? ENTRY : RETURN;
        }
      } else if (window == 0) {
        stage[i] = LAPSED;
        event[i] = LAPSE;
      } else if (y == NEWCOMER) {
        if (__builtin_popcount(window) >= P_decide_sustainedActs) stage[i] = SUSTAINED;
      } else if (__builtin_popcount(window) == 1) {
        stage[i] = NEWCOMER;
      }
      mode[i] = acts ? choose_mode(i, week, phase) : NONE;
    }
  }
}

static void learn(int b) {
  const double reliability = (P_learn_reliabilityBase + credited[b]) / (P_learn_promiseBase + promised[b]);
  const double felt = effect[b] - P_learn_effectNeutral;
  const double reliable = P_learn_trustReliability * (reliability - P_learn_reliabilityBase / P_learn_promiseBase);
  for (uint32_t i = first_of(b); i < end_of(b); i++) {
    const int acts = mode[i] != NONE;
    const double n = neighbours[i] == 0 ? 0 : neighbours[i] / (double)degree[i];

    const double z = crowding[i];
    if (acts && pay[i] > 0)
      crowding[i] = clamp01(z + P_learn_crowdingRise * fmax(0, P_learn_crowdingMax * saturation(pay[i]) - z));
    else
      crowding[i] = z - P_learn_crowdingFall * z;
    const double x = attachment[i];
    attachment[i] = clamp01(x - P_learn_attachmentLoss * x + (acts ? P_learn_attachmentGain * n : 0));
    const double m = innate_motivation[i];
    motivation[i] = clamp01(m * (1 - crowding[i]) + attachment[i] * (1 - m));

    const double e = efficacy[i];
    const double rate = acts ? P_learn_efficacyActive : P_learn_efficacyWatching * n * visibility[b];
    efficacy[i] = clamp01(e + rate * (clamp01(innate_efficacy[i] + felt) - e));

    const double t = trust[i];
    const double gap = clamp01(innate_trust[i] + reliable + P_learn_trustEffect * felt) - t;
    trust[i] = clamp01(t + (gap > 0 ? P_learn_trustUp : P_learn_trustDown) * (acts ? 1 : P_learn_trustWatching) * gap);

    const double h = habit[i];
    habit[i] = acts ? clamp01(h + P_learn_habitRise * (1 - h)) : h - P_learn_habitFall * h;
    if (acts) know_how[i] = clamp01(know_how[i] + P_learn_knowHow * (1 - know_how[i]));
    const double calmer = arousal[i] * P_learn_arousalKept;
    arousal[i] = calmer < 1 / 16777216.0 ? 0 : calmer;
    fatigue[i] = fatigue[i] * P_learn_fatigueKept;
  }
}

static void observe_residents(int b, struct row *row) {
  double m = 0, t = 0, e = 0, h = 0, k = 0, x = 0, z = 0, a = 0, f = 0;
  for (uint32_t i = first_of(b); i < end_of(b); i++) {
    m += motivation[i];
    t += trust[i];
    e += efficacy[i];
    h += habit[i];
    k += know_how[i];
    x += attachment[i];
    z += crowding[i];
    a += arousal[i];
    f += fatigue[i];
    row->stages[stage[i]]++;
    row->events[event[i]]++;
    row->modes[mode[i]]++;
  }
  const double sums[MEANS] = {m, t, e, h, k, x, z, a, f};
  for (int j = 0; j < MEANS; j++) row->means[j] += sums[j];
}

#else
static void decide(int b, int week);
static void learn(int b);
static void observe_residents(int b, struct row *row);
#endif

static void spread(void) {
  memset(neighbours, 0, residents * sizeof *neighbours);
  for (int i = 0; i < residents; i++) {
    if (mode[i] == NONE) continue;
    for (uint32_t t = tie_start[i]; t < tie_start[i + 1]; t++) neighbours[tie_to[t]]++;
    const uint32_t home = household[i];
    for (uint32_t j = household_start[home]; j < household_start[home + 1]; j++)
      if (j != (uint32_t)i) neighbours[j] += P_ties_housemate;
  }
}

static double effort_of(int b) {
  const int phase = phase_of(b);
  const double hard = difficulty[b];
  double sum = 0;
  for (uint32_t i = first_of(b); i < end_of(b); i++) {
    if (mode[i] == NONE) continue;
    const double skill = 1 - hard + hard * (P_produce_skillFloor + (1 - P_produce_skillFloor) * know_how[i]);
    sum += serves(mode[i], phase) ? skill : skill * P_produce_offPhase;
  }
  return P_produce_effort * sum / (end_of(b) - first_of(b));
}

static double ces(double g, double r) {
  const double share = P_produce_governmentShare, rho = P_produce_substitution;
  if (rho <= 0 && (g <= 0 || r <= 0)) return 0;
  if (rho == -0.5) {
    const double sum = share / sqrt(g) + (1 - share) / sqrt(r);
    return 1 / (sum * sum);
  }
  if (rho == 0) return exp(share * log(g) + (1 - share) * log(r));
  return pow(share * pow(g, rho) + (1 - share) * pow(r, rho), 1 / rho);
}

static void improve(int b) {
  const int everywhere = reach[b] == 2;
  const int first = everywhere ? 0 : b * P_population_stairwellsPerBlock;
  const int end = everywhere ? stairwells : stairwell_end(b);
  for (int s = first; s < end; s++) {
    const double felt = everywhere ? 1.0 / blocks : reach[b] == 0 && (uint32_t)s != target[b] ? P_project_spill : 1;
    quality[s] = quality[s] + felt * P_project_value * (1 - quality[s]);
  }
}

static void produce(void) {
  for (int b = 0; b < blocks; b++) {
    output[b] = ces(P_produce_base + delivered[b], effort_of(b)) * delivery_factor[b];
    const double advanced = progress[b] + output[b] / P_project_size;
    progress[b] = advanced;
    project_age[b]++;
    outcome[b] = GOES_ON;
    if (advanced >= 1) {
      outcome[b] = COMPLETED;
      improve(b);
      effect[b] = effect[b] + P_produce_completion * (1 - effect[b]);
    } else if (project_age[b] > P_project_deadline) {
      outcome[b] = FAILED;
      effect[b] = effect[b] * P_produce_failure;
    }
    if (outcome[b] != GOES_ON) start_project(b, ordinal[b] + 1);
  }
  for (int s = 0; s < stairwells; s++) quality[s] = quality[s] * (1 - P_produce_decay);
  const double heard = 2 * power / (power + P_produce_powerHalf);
  for (int b = 0; b < blocks; b++) {
    const double felt = fmin(1, heard * output[b] / (output[b] + P_produce_effectHalf));
    effect[b] = effect[b] + P_produce_effectRate * (felt - effect[b]);
  }
}

static void observe(int b, struct row *row) {
  observe_residents(b, row);
  row->done += outcome[b] == COMPLETED;
  row->failed += outcome[b] == FAILED;
  for (int s = b * P_population_stairwellsPerBlock; s < stairwell_end(b); s++)
    row->quality += quality[s] * (double)(stairwell_start[s + 1] - stairwell_start[s]);
  row->effect += effect[b] * (double)(end_of(b) - first_of(b));
}

/* Where a phase is asked for by -DPHASES, its share of the time is printed too. */
#ifdef PHASES
static double phase_time[5];
#define TIMED(p, work) do { const double begun = now(); work; phase_time[p] += now() - begun; } while (0)
#else
#define TIMED(p, work) work
#endif

static void step(int week, int visits, struct row *row) {
  intervene(week, visits);
  TIMED(0, for (int b = 0; b < blocks; b++) decide(b, week));
  TIMED(1, spread());
  TIMED(2, produce());
  if (row) memset(row, 0, sizeof *row);
  for (int b = 0; b < blocks; b++) {
    TIMED(3, learn(b));
    if (row) TIMED(4, observe(b, row));
  }
  if (!row) return;
  row->active = residents - row->modes[NONE];
  for (int j = 0; j < MEANS; j++) row->means[j] /= residents;
  row->quality /= residents;
  row->effect /= residents;
}

int main(int count, char **arguments) {
  if (count != 8) return 2;
  k0 = strtoul(arguments[1], 0, 10);
  k1 = strtoul(arguments[2], 0, 10);
  const int weeks = atoi(arguments[5]), burn_in = atoi(arguments[6]), visits = atoi(arguments[7]);
  struct row *rows = calloc(weeks + 1, sizeof *rows);

  const double begun = now();
  draw_households(atoi(arguments[3]), atoi(arguments[4]));
  make_columns();
  fill_dwellings();
  fill_residents();
  for (int s = 0; s < stairwells; s++) quality[s] = P_produce_quality;
  for (int b = 0; b < blocks; b++) {
    effect[b] = P_produce_effect;
    start_project(b, 0);
    progress[b] = at_setup(b, FIRST_PROGRESS);
  }
  make_ties();
  const double set_up = now();
  for (int week = -burn_in; week < 0; week++) step(week, visits, NULL);
#ifdef PHASES
  memset(phase_time, 0, sizeof phase_time);
#endif
  const double burnt_in = now();
  for (int week = 0; week < weeks; week++) step(week, visits, &rows[week]);
  const double ended = now();

  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("{\"residents\": %d, \"setUp\": %.0f, \"burnIn\": %.0f, \"weeks\": %.0f, \"bytes\": %zu, \"tieBytes\": %zu, "
         "\"peakKiB\": %ld",
         residents, set_up - begun, burnt_in - set_up, ended - burnt_in, bytes, tie_bytes, usage.ru_maxrss);
#ifdef PHASES
  printf(", \"phases\": [%.0f, %.0f, %.0f, %.0f, %.0f]", phase_time[0], phase_time[1], phase_time[2], phase_time[3],
         phase_time[4]);
#endif
  printf(", \"active\": [");
  for (int week = 0; week < weeks; week++) printf(week ? ", %u" : "%u", rows[week].active);
  printf("], \"lastMeans\": [");
  for (int j = 0; j < MEANS && weeks > 0; j++) printf(j ? ", %.17g" : "%.17g", rows[weeks - 1].means[j]);
  printf("]}\n");
  return 0;
}
