import { ASH, FISCHBACHER, J_COMMUNITY, MINISTRY, NICKERSON, optional, real, SKETCH, whole } from './row.ts';

const SHARE = [0, 1] as const;

/** Who lives where, and which ties they have. */
export const population = {
  households: whole(888, [1, 900_000], 'households', 'Households in the community', '社区户数', MINISTRY),
  residents: optional(
    whole(
      0,
      [1, 2_000_000],
      'residents',
      'Residents, instead of households; the last household is then cut short',
      '居民人数（代替户数；最后一户可能不足额）',
    ),
  ),
  householdSize: real(
    2.26,
    [1, 5],
    'residents',
    'Mean household size (truncated geometric on 1 to 5)',
    '平均户规模（1至5人的截断几何分布）',
    J_COMMUNITY,
  ),
  letShare: real(
    0.37,
    SHARE,
    'share',
    'Dwellings that are let; their members are 18–34',
    '出租住房比例；住户为18至34岁',
    J_COMMUNITY,
  ),
  olderShare: real(
    0.396 / 0.63,
    SHARE,
    'share',
    'Members aged 60+ in dwellings that are not let',
    '自住住房中60岁及以上成员的比例',
    J_COMMUNITY,
  ),
  floors: whole(6, [1, 33], 'floors', 'Floors of a stairwell', '每个单元的楼层数'),
  dwellingsPerFloor: whole(2, [1, 8], 'dwellings', 'Dwellings on a floor', '每层户数'),
  stairwellsPerBlock: whole(15, [1, 60], 'stairwells', 'Stairwells of a block', '每个楼组的单元数', MINISTRY),
  areaMin: real(45, [10, 500], 'm²', 'Smallest dwelling', '最小住房面积'),
  areaMax: real(90, [10, 500], 'm²', 'Largest dwelling', '最大住房面积'),
  conditionalShare: real(0.5, SHARE, 'share', 'Conditional co-operators', '条件合作者比例', FISCHBACHER),
  freeRiderShare: real(
    0.3,
    SHARE,
    'share',
    'Free riders; the rest are committed',
    '搭便车者比例；其余为坚定合作者',
    FISCHBACHER,
  ),
  leaderShare: real(
    0.01,
    [0, 0.5],
    'share',
    'Residents in a leading role, the four roles in equal parts',
    '担任骨干角色的居民比例，四种角色各占等份',
  ),
};

/** The joint table of age and tenure; when a scenario gives it, it replaces `letShare` and `olderShare`. */
export const ageTenure = {
  youngOwner: real(
    0,
    SHARE,
    'share',
    'Residents aged 18–34 in dwellings that are not let',
    '18至34岁自住居民比例',
    J_COMMUNITY,
  ),
  middleOwner: real(
    0,
    SHARE,
    'share',
    'Residents aged 35–59 in dwellings that are not let',
    '35至59岁自住居民比例',
    J_COMMUNITY,
  ),
  olderOwner: real(
    0,
    SHARE,
    'share',
    'Residents aged 60+ in dwellings that are not let',
    '60岁及以上自住居民比例',
    J_COMMUNITY,
  ),
  youngRenter: real(0, SHARE, 'share', 'Residents aged 18–34 who rent', '18至34岁租户比例', J_COMMUNITY),
  middleRenter: real(0, SHARE, 'share', 'Residents aged 35–59 who rent', '35至59岁租户比例', J_COMMUNITY),
  olderRenter: real(0, SHARE, 'share', 'Residents aged 60+ who rent', '60岁及以上租户比例', J_COMMUNITY),
};

const MEAN = [0.01, 0.99] as const;

/** What residents bring with them. */
export const traits = {
  motivation: real(
    0.45,
    MEAN,
    'trait',
    'Innate motivation, mean on the logit scale',
    '先天动机（对数几率尺度均值）',
    SKETCH,
  ),
  trust: real(
    0.6,
    MEAN,
    'trait',
    'Starting trust in government, mean on the logit scale',
    '初始信任（对数几率尺度均值）',
    ASH,
  ),
  efficacy: real(
    0.4,
    MEAN,
    'trait',
    'Starting efficacy, mean on the logit scale',
    '初始效能感（对数几率尺度均值）',
    SKETCH,
  ),
  spread: real(0.75, [0, 3], 'logit', 'Standard deviation of the three traits', '三项特质的标准差', SKETCH),
  correlation: real(
    0.25,
    SHARE,
    'correlation',
    'Correlation of the three traits within a resident',
    '同一居民三项特质之间的相关',
    SKETCH,
  ),
  olderBonus: real(
    0.04,
    [-0.5, 0.5],
    'trait',
    'Added to the means of motivation and trust at 60+',
    '60岁及以上动机与信任均值的增量',
    SKETCH,
  ),
  renterShift: real(
    -0.05,
    [-0.5, 0.5],
    'trait',
    'Added to the mean of motivation for renters',
    '租户动机均值的增量',
    SKETCH,
  ),
  knowHowMin: real(0.1, SHARE, 'trait', 'Starting know-how, lower end', '初始知能下限', SKETCH),
  knowHowMax: real(0.4, SHARE, 'trait', 'Starting know-how, upper end', '初始知能上限', SKETCH),
  costMin: real(0.4, [0, 5], 'logit', 'Cost of time, lower end', '时间成本下限', SKETCH),
  costMax: real(1.2, [0, 5], 'logit', 'Cost of time, upper end', '时间成本上限', SKETCH),
  costMiddle: real(0.3, [-2, 2], 'logit', 'Added cost of time at 35–59', '35至59岁时间成本的增量', SKETCH),
  circumstances: real(1, [0, 3], 'logit', 'Standard deviation of personal circumstances', '个人境况的标准差', SKETCH),
  freeRider: real(-0.6, [-3, 3], 'logit', 'Circumstances of free riders, shift', '搭便车者境况的偏移', FISCHBACHER),
  committed: real(0.5, [-3, 3], 'logit', 'Circumstances of the committed, shift', '坚定合作者境况的偏移', FISCHBACHER),
};

/** Who knows whom; slots are fixed numbers so that a tie keeps its luck. */
export const ties = {
  housemate: whole(3, [0, 9], 'strength', 'Strength of the tie between housemates', '同住者联系的强度', NICKERSON),
  stairwell: whole(
    2,
    [0, 2],
    'ties',
    'Ties that each resident starts in the stairwell',
    '每位居民在本单元建立的联系数',
    SKETCH,
  ),
  community: whole(
    1,
    [0, 1],
    'ties',
    'Ties that each resident starts in the community',
    '每位居民在社区建立的联系数',
    SKETCH,
  ),
  leader: whole(15, [0, 15], 'ties', 'Further community ties of a leading role', '骨干角色额外的社区联系数', SKETCH),
  mismatch: real(
    0.5,
    SHARE,
    'probability',
    'Acceptance of a community tie where age or tenure differ',
    '年龄或居住身份不同时社区联系的接受概率',
    SKETCH,
  ),
};
