import { ASSUMPTION, choice, FUND, optional, real, SKETCH, whole } from '../row.ts';

const SHARE = [0, 1] as const;
const MONEY = [0, 1e9] as const;
const WEEKS = [0, 104] as const;
const CHENGDU = 'Chengdu community special fund, 2009–2012 (54,000 USD per community-year)';
const reach = (value: number, how: readonly [en: string, zh: string], who: readonly [en: string, zh: string]) =>
  real(
    value,
    SHARE,
    'probability',
    `Chance that a week of publicity ${how[0]} makes a resident aware, ${who[0]}`,
    `一周${how[1]}宣传使${who[1]}居民知晓的概率`,
    SKETCH,
  );
const online = ['online', '线上'] as const;
const offline = ['offline', '线下'] as const;
const young = ['18–34', '18至34岁'] as const;
const middle = ['35–59', '35至59岁'] as const;
const older = ['60+', '60岁及以上'] as const;
const minimum = (value: number, en: string, zh: string) =>
  real(value, SHARE, 'share', `Least ${en} without which a round is void`, `${zh}下限，未达到则该轮无效`, SKETCH);
const power = (value: number, en: string, zh: string) => optional(real(value, SHARE, 'share', en, zh, FUND));

/** The community special fund: a yearly grant spent through nine steps, two rounds a year. */
export const fund = {
  from: whole(0, [0, 5000], 'week', 'First week of the first round', '第一轮开始的周'),
  grantEnd: optional(
    whole(0, [0, 5000], 'week', 'First week without a grant; never when absent', '拨款停止的周；缺省为持续拨款'),
  ),
  grant: real(390_000, MONEY, 'CNY', 'Grant a year, half of it at each round', '每年拨款，每轮到账一半', CHENGDU),
  runningShare: real(0.1, SHARE, 'share', 'Most of the money that may be running cost', '运行经费占比上限', FUND),
  ownMoney: real(
    10,
    MONEY,
    'CNY',
    'Residents’ own money with an act of contribution',
    '居民每次出资参与投入的自有资金',
  ),
  foundationShare: real(
    0.2,
    SHARE,
    'share',
    'Share of own money that a foundation keeps',
    '社区基金会留存的自有资金比例',
  ),
  foundationPayout: real(
    0.25,
    SHARE,
    'share',
    'Share of the foundation paid to the fund at each round once the grant has ended',
    '拨款停止后基金会每轮拨付给资金池的比例',
  ),

  onlineYoung: reach(0.35, online, young),
  onlineMiddle: reach(0.2, online, middle),
  onlineOlder: reach(0.05, online, older),
  offlineYoung: reach(0.1, offline, young),
  offlineMiddle: reach(0.15, offline, middle),
  offlineOlder: reach(0.25, offline, older),
  publicity: real(1, [0, 5], 'factor', 'Factor on all chances of publicity', '宣传各项概率的倍数'),
  publicityPrice: real(3000, MONEY, 'CNY', 'Price of a week of publicity', '每周宣传费用', SKETCH),
  aware: real(0.3, SHARE, 'share', 'Residents aware of the fund when it begins', '资金启动时知晓的居民比例', SKETCH),
  forgotten: real(0.01, SHARE, 'per week', 'Aware residents who forget, per week', '每周遗忘的知晓居民比例', SKETCH),

  propose: real(
    0.15,
    SHARE,
    'probability',
    'Chance a week that an aware resident who takes part by voice proposes',
    '知晓并以建言方式参与的居民每周提案的概率',
    SKETCH,
  ),
  cost: real(
    58_500,
    [0.01, 1e9],
    'CNY',
    'Median cost of an item: 15 % of the reference grant',
    '项目费用中位数，为参考拨款的15%',
    SKETCH,
  ),
  costSpread: real(
    0.7,
    [0, 3],
    'log',
    'Spread of the logarithm of the cost of an item',
    '项目费用对数的标准差',
    SKETCH,
  ),
  blockReach: real(
    0.6,
    SHARE,
    'share',
    'Items that serve a block; the others serve all',
    '服务单个楼组的项目比例，其余服务全社区',
    SKETCH,
  ),
  malformed: real(
    0.45,
    SHARE,
    'probability',
    'Chance that a proposal is malformed without know-how',
    '提案人毫无知能时提案不合要求的概率',
    SKETCH,
  ),
  malformedOwn: real(
    0.7,
    SHARE,
    'share',
    'Part of it that the proposer’s know-how saves',
    '提案人知能可减少的部分',
    SKETCH,
  ),
  malformedCouncil: real(
    0.5,
    SHARE,
    'share',
    'Part of it that the council’s know-how saves',
    '议事会知能可减少的部分',
    SKETCH,
  ),
  mergedCost: real(
    1.3,
    [1, 3],
    'factor',
    'Cost of an item by each like one merged into it',
    '每合并一个同类项目后费用的倍数',
    SKETCH,
  ),
  committeeCap: real(
    0.2,
    SHARE,
    'share',
    'Most of the items reviewed that may come from the two committees',
    '参与评议的项目中两委自提项目的占比上限',
    FUND,
  ),
  committeeItems: whole(
    12,
    [0, 255],
    'items',
    'Items that the committees would bring to a round',
    '两委每轮希望提出的项目数',
  ),
  ineligible: real(
    0.15,
    SHARE,
    'probability',
    'Chance that the committees refuse an item as ineligible',
    '两委认定项目不合资格的概率',
    SKETCH,
  ),
  powerNeeded: real(
    0.3,
    SHARE,
    'share',
    'Power below which they refuse more, by as much as it lacks',
    '居民决策权低于此值时，不足多少，两委就多否决多少',
    SKETCH,
  ),

  attend: real(
    3.2,
    [-20, 20],
    'logit',
    'Readiness to attend a hearing, above that to act',
    '参加听证相对于日常参与的额外意愿',
    SKETCH,
  ),
  vote: real(4.5, [-20, 20], 'logit', 'Readiness to vote, above that to act', '投票相对于日常参与的额外意愿', SKETCH),
  yes: real(0.5, [-20, 20], 'logit', 'Inclination to vote yes', '投赞成票的基本倾向', SKETCH),
  yesInterest: real(1.5, [0, 20], 'logit', 'Weight of interest in the kind of item', '对该类项目的兴趣的权重', SKETCH),
  yesQuality: real(2, [0, 20], 'logit', 'Weight of the quality that is lacking', '品质欠缺的权重', SKETCH),
  yesSpread: real(1, [0, 5], 'logit', 'Spread between items', '项目之间的差异', SKETCH),
  minAwareness: minimum(0.6, 'share of residents aware', '知晓率'),
  minParticipation: minimum(0.3, 'share of households attending or proposing', '参与率'),
  minTurnout: minimum(0.5, 'share of households voting', '投票率'),

  seats: whole(21, [1, 255], 'seats', 'Seats of the community council', '社区议事会席位数', SKETCH),
  procedure: real(
    0.3,
    SHARE,
    'share',
    'Communities that elect the council by household as the rules say; the others appoint it',
    '按规定由各户选举议事会的社区比例，其余为指定产生',
    `${FUND}: few; the share is an assumption`,
  ),
  term: whole(156, [1, 5000], 'weeks', 'Term of the council', '议事会任期', ASSUMPTION),
  rankReach: real(1, [0, 10], 'weight', 'Weight of reach when the council ranks items', '议事会排序时覆盖面的权重'),
  rankFairness: real(
    1,
    [0, 10],
    'weight',
    'Weight of fairness between blocks, in an elected council',
    '选举产生的议事会排序时楼组间公平的权重',
  ),
  rankCost: real(1, [0, 10], 'weight', 'Weight of cost', '费用的权重'),
  committeeFirst: real(
    0.2,
    SHARE,
    'share',
    'Power below which the committees’ items come first',
    '居民决策权低于此值时两委项目优先',
    SKETCH,
  ),

  trainingSeats: whole(
    21,
    [0, 10_000],
    'seats',
    'Seats of training a round, the council first',
    '每轮培训名额，议事会优先',
    FUND,
  ),
  trainingKnowHow: real(
    0.4,
    SHARE,
    'share',
    'Share of missing know-how that a seat gives',
    '每个名额弥补知能欠缺的比例',
    SKETCH,
  ),
  trainingEfficacy: real(0.03, SHARE, 'trait', 'Efficacy that a seat gives', '每个名额提升的效能感', SKETCH),
  handbook: real(
    0.2,
    SHARE,
    'share',
    'Share of both steps that the handbook brings each neighbour',
    '邻里通过手册获得的比例',
    FUND,
  ),
  trainingPrice: real(300, MONEY, 'CNY', 'Price of a seat', '每个名额的价格', SKETCH),
  meetingPrice: real(2000, MONEY, 'CNY', 'Price of a hearing', '每次听证会费用'),
  coordinationPrice: real(
    2000,
    MONEY,
    'CNY',
    'What full power of residents adds to it',
    '居民享有全部决策权时增加的协调费用',
  ),
  filePrice: real(1500, MONEY, 'CNY', 'Price of having one item’s reimbursement handled', '单个项目报销经办费用'),

  minWeeks: whole(8, [1, 104], 'weeks', 'Shortest implementation', '最短实施周数', SKETCH),
  maxWeeks: whole(26, [1, 104], 'weeks', 'Longest implementation', '最长实施周数', SKETCH),
  reimbursement: whole(
    4,
    WEEKS,
    'weeks',
    'Weeks from the resolution to the first money',
    '决议到首笔报销的周数',
    ASSUMPTION,
  ),
  unhandled: real(
    3,
    [1, 26],
    'factor',
    'Factor on that delay where running money is too short to have it handled',
    '运行经费不足以经办时延迟的倍数',
  ),
  delivered: real(0.7, SHARE, 'share', 'Share delivered without supervision', '无人监督时的兑现比例', SKETCH),
  oversight: real(0.25, SHARE, 'share', 'What supervision adds at most', '监督最多提高的兑现比例', SKETCH),
  oversightFull: real(
    0.006,
    [0.0001, 1],
    'share',
    'Residents at oversight that make supervision full',
    '实现充分监督所需的监督参与居民比例',
    SKETCH,
  ),
  price: real(
    3600,
    [0.01, 1e6],
    'CNY',
    'Price of a unit of government input, per block and week',
    '每单位政府投入的价格（每楼组每周）',
    SKETCH,
  ),
  reliability: real(
    0.5,
    SHARE,
    'factor',
    'Weight of the fund’s promises and deliveries in reliability: a large fund kept would lift trust more than evaluations find (F20)',
    '资金的承诺与兑现在可靠性中的权重：大额资金如约兑现会使信任的提升超过评估所见（F20）',
    SKETCH,
  ),

  power: power(
    0.15,
    'Share of decision rights that residents hold at first; the core’s when absent',
    '初期居民享有的决策权份额；缺省为核心模型的数值',
  ),
  committeesFrom: optional(
    whole(
      26,
      [0, 5000],
      'week',
      'Week from which rights move down to the committees; never when absent',
      '权利下放至两委的周；缺省为不下放',
    ),
  ),
  committeesPower: real(0.3, SHARE, 'share', 'Power from then on', '此后的居民决策权份额', SKETCH),
  residentsFrom: optional(
    whole(
      78,
      [0, 5000],
      'week',
      'Week from which rights move down to residents; never when absent',
      '权利下放至居民的周；缺省为不下放',
    ),
  ),
  residentsPower: real(0.7, SHARE, 'share', 'Power from then on', '此后的居民决策权份额', SKETCH),
  fates: choice(
    'own',
    ['own', 'dealt', 'none'],
    'What residents are told of their items: what became of them; by experiment, a fate drawn by lot; nothing',
    '告知居民其提案结果的方式：如实告知（own）；实验中抽签告知（dealt）；不告知（none）',
  ),
};
