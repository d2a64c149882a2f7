import { ASHFORD, DAI, FUND, GERBER, NICKERSON, optional, real, SKETCH, VOORBERG, whole } from './row.ts';

const SHARE = [0, 1] as const;
const PRICE = [0, 1_000_000] as const;
const reach = real(
  1,
  SHARE,
  'probability',
  'Chance per week that an eligible resident is reached',
  '符合条件的居民每周被触达的概率',
  SKETCH,
);
const intensity = (value: number, en: string, zh: string, source: string) =>
  real(value, [0, 5], 'logit', `Intensity of ${en}`, `${zh}的强度`, source);

/** Fields that every intervention has beside its instrument's own. */
export const intervention = {
  id: whole(
    0,
    [0, 255],
    'id',
    'Stable number of the intervention; its luck hangs on it',
    '干预编号（其随机性由编号决定）',
  ),
  from: whole(26, [0, 5000], 'week', 'First week', '开始周（含）'),
  to: optional(
    whole(
      0,
      [1, 5000],
      'week',
      'First week without it; the end of the run when absent',
      '结束周（不含）；缺省为运行结束',
    ),
  ),
  cap: optional(real(0, [0, 1e9], 'CNY', 'Most it may spend; no limit when absent', '支出上限；缺省为不限')),
};

/** Every instrument: what one can set, and what a dose costs. */
export const instruments = {
  materials: {
    units: real(
      0.5,
      [0, 20],
      'G',
      'Units of government input promised per block and week',
      '每个楼组每周承诺的政府投入',
      SKETCH,
    ),
    delivered: real(0.85, SHARE, 'share', 'Share of the promise that is delivered', '承诺的兑现比例', SKETCH),
    late: whole(0, [0, 104], 'weeks', 'Weeks by which reimbursement is late', '报销延迟的周数', FUND),
    price: real(
      3600,
      PRICE,
      'CNY',
      'Price of a unit of input, per block and week',
      '每单位投入的价格（每楼组每周）',
      SKETCH,
    ),
  },
  incentive: {
    pay: real(1, [0, 20], 'hourly wages', 'Pay per act', '每次参与的报酬（小时工资）', VOORBERG),
    price: real(40, PRICE, 'CNY', 'An hourly wage', '一小时工资', SKETCH),
  },
  training: {
    seats: whole(25, [0, 1_000_000], 'seats', 'Seats per week', '每周名额', SKETCH),
    knowHow: real(
      0.4,
      SHARE,
      'share',
      'Share of missing know-how that a seat gives',
      '每个名额弥补知能欠缺的比例',
      SKETCH,
    ),
    efficacy: real(0.03, SHARE, 'trait', 'Efficacy that a seat gives', '每个名额提升的效能感', ASHFORD),
    handbook: real(
      0,
      SHARE,
      'share',
      'Share of both steps that each neighbour of a trained resident gains from the handbook (0: no handbook; .2 where there is one)',
      '受训者的邻里通过手册获得的比例（0为无手册；有手册时为.2）',
      FUND,
    ),
    price: real(300, PRICE, 'CNY', 'Price of a seat', '每个名额的价格', SKETCH),
  },
  leaflet: {
    reach,
    intensity: intensity(0.02, 'a leaflet', '传单', DAI),
    price: real(0.5, PRICE, 'CNY', 'Price of a leaflet', '每份传单的价格', SKETCH),
  },
  broadcast: {
    reach,
    intensity: intensity(0.03, 'a broadcast', '广播', GERBER),
    price: real(0.2, PRICE, 'CNY', 'Price of a listener', '每位听众的价格', SKETCH),
  },
  recognition: {
    reach,
    intensity: intensity(0.37, 'public recognition', '公开表彰', GERBER),
    price: real(5, PRICE, 'CNY', 'Price of a recognition', '每次表彰的价格', SKETCH),
  },
  caseSharing: {
    reach,
    intensity: intensity(0.4, 'case sharing', '案例分享', SKETCH),
    price: real(2, PRICE, 'CNY', 'Price of a participant', '每位参加者的价格', SKETCH),
  },
  doorVisits: {
    reach: real(
      1,
      SHARE,
      'probability',
      'Chance per week that a household with an eligible member is tried',
      '有符合条件成员的家庭每周被走访的概率',
      SKETCH,
    ),
    intensity: intensity(1.2, 'a door visit', '上门走访', DAI),
    met: real(0.4, SHARE, 'probability', 'Chance that somebody is met', '走访时有人在家的概率', SKETCH),
    housemates: real(
      0.6,
      SHARE,
      'share',
      'Part of the intensity that passes on to housemates',
      '传递给同住者的强度比例',
      NICKERSON,
    ),
    price: real(5, PRICE, 'CNY', 'Price of an attempt', '每次走访的价格', DAI),
  },
  empowerment: {
    power: real(0.7, SHARE, 'share', 'Share of decision rights that residents hold', '居民享有的决策权份额', FUND),
    price: real(2000, PRICE, 'CNY', 'Price per week', '每周价格', SKETCH),
  },
  digital: {
    young: real(0.25, SHARE, 'share', 'Cost of time saved at 18–34', '18至34岁节省的时间成本比例', SKETCH),
    middle: real(0.15, SHARE, 'share', 'Cost of time saved at 35–59', '35至59岁节省的时间成本比例', SKETCH),
    older: real(0.05, SHARE, 'share', 'Cost of time saved at 60+', '60岁及以上节省的时间成本比例', SKETCH),
    price: real(1, PRICE, 'CNY', 'Price per eligible resident and week', '每位居民每周的价格', SKETCH),
  },
};
