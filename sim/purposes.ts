/**
 * The numbered list of what a random draw is for. A number is part of the model's definition: it is never reused or
 * changed, only added to, because the luck of every seed hangs on it. Each purpose belongs to one kind of entity,
 * whose index is the first counter word; the sub-draw is a stable slot (an intervention's id, a try, an ordinal).
 */
export const PURPOSE = {
  // household, at set-up
  householdSize: 1,
  householdLet: 2,
  dwellingArea: 3,
  householdLot: 4,
  // resident, at set-up
  age: 16,
  type: 17,
  role: 18,
  commonTrait: 19,
  motivation: 20,
  trust: 21,
  efficacy: 22,
  knowHow: 23,
  cost: 24,
  circumstances: 25,
  interestHard: 26,
  interestSoft: 27,
  interestService: 28,
  residentLot: 29,
  // block, at set-up (projects: the sub-draw is the ordinal)
  firstProgress: 40,
  projectKind: 41,
  projectReach: 42,
  blockLot: 43,
  // stairwell, at set-up (the sub-draw is the ordinal of the block's project)
  projectStairwell: 48,
  // resident, weekly
  act: 64,
  mode: 65,
  contact: 66,
  residentDose: 67,
  observedTrait: 68,
  // household, weekly
  visit: 80,
  visitMet: 81,
  visitWho: 82,
  householdDose: 83,
  // block, weekly
  blockDose: 96,
  // lifts: household at set-up (opinion, owner), resident at set-up, stairwell weekly, household weekly
  liftOpinion: 178,
  liftOwner: 179,
  liftMember: 180,
  liftProposal: 181,
  liftReached: 182,
  liftBlock: 183,
  liftWithdrawal: 184,
  // micro-infrastructure: block (projects: the sub-draw is the ordinal), block weekly, resident weekly, household weekly
  microDifficulty: 97,
  microVisibility: 98,
  microBlockLot: 99,
  microSeat: 100,
  microVisit: 101,
  microMet: 102,
  microWho: 103,
  // institutions: 97–103 micro-infrastructure, 104–127 core, 178–191 lifts, 192–223 fund, 224–255 partners
  // core (households: 104–106, 111 at set-up, 107–110 weekly; blocks, weekly: 112)
  coreTrust: 104,
  coreIncome: 105,
  coreTaste: 106,
  coreExplain: 107,
  coreMet: 108,
  coreForget: 109,
  coreFee: 110,
  coreAware: 111,
  coreBuilt: 112,
  // special fund: resident, weekly (a proposal has the luck of its proposer in the week of the proposal)
  fundAware: 192,
  fundForget: 193,
  fundReached: 194,
  fundPropose: 195,
  fundKind: 196,
  fundReach: 197,
  fundCost: 198,
  fundMalformed: 199,
  fundIneligible: 200,
  fundAppeal: 201,
  fundWeeks: 202,
  fundVotes: 203,
  fundHearing: 204,
  fundOpinion: 205,
  fundSeat: 206,
  fundDealt: 207,
  fundSubject: 208,
  // special fund: item of the committees, by its number in the round
  fundCommitteeSite: 212,
  fundCommitteeKind: 213,
  fundCommitteeReach: 214,
  fundCommitteeCost: 215,
  fundCommitteeAppeal: 216,
  fundCommitteeWeeks: 217,
  fundCommitteeVotes: 218,
  fundCommitteeSubject: 219,
  // special fund: community, at set-up
  fundProcedure: 220,
  // partners (residents, weekly: 224–225, the sub-draw is the partner’s number; community, weekly: 226; partners: 227–237)
  partnerUse: 224,
  partnerUseLater: 225,
  partnerArrival: 226,
  partnerKind: 227,
  partnerSpace: 228,
  partnerFee: 229,
  partnerPublicness: 230,
  partnerAgreement: 231,
  partnerShare: 232,
  partnerServed: 233,
  partnerQuality: 234,
  partnerPass: 235,
  partnerDrift: 236,
  partnerReview: 237,
  // resident, at set-up: one pair of purposes per tie slot, the sub-draw is the try
  tieCandidate: 128,
  tieAcceptance: 160,
} as const;

/** Slots 0–1 are ties in the stairwell, 2 is the community tie, 3–17 are those of a leading role. */
export const TIE_SLOTS = 18;
export const COMMUNITY_SLOT = 2;
export const LEADER_SLOT = 3;
