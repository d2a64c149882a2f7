import { ASSUMPTION, J_COMMUNITY, optional, real, SKETCH, whole } from '../row.ts';
import { company } from './core-company.ts';

const SHARE = [0, 1] as const;
const PRICE = [0, 1_000_000] as const;
const FLAG = [0, 1] as const;
const FROM_STUDY = J_COMMUNITY;

const gap = (value: number, en: string, zh: string) => real(value, SHARE, 'gap', en, zh, SKETCH);
const wish = (value: number, en: string, zh: string) =>
  real(value, SHARE, 'share of answers', `Residents who wish for ${en}`, `希望${zh}的居民比例`, FROM_STUDY);
const plan = (value: number, en: string, zh: string) =>
  real(value, SHARE, 'share', `First plan: share for ${en}`, `最初方案中${zh}的份额`, SKETCH);
const work = (value: number, en: string, zh: string) =>
  real(
    value,
    [0, 10],
    'work',
    `Work of the five-party platform on the ${en} layer`,
    `五方平台在${zh}层面的工作强度`,
    SKETCH,
  );

/** One core, many actors: the core's instruments, tension, and the service company. */
export const core = {
  coreFrom: whole(0, [0, 5000], 'week', 'First week of the core', '核心开始工作的周'),
  coreTo: optional(
    whole(0, [0, 5000], 'week', 'First week without the core; the end when absent', '核心停止工作的周；缺省为运行结束'),
  ),
  cap: optional(
    real(
      0,
      [0, 1e9],
      'CNY',
      'Most the public may spend on the core; what cannot be afforded ends it for good; no limit when absent',
      '公共部门在核心上的支出上限；付不起即永久终止；缺省为不限',
    ),
  ),

  platformMission: work(1, 'mission', '使命'),
  platformPolitical: work(0.6, 'political', '政治'),
  platformOperations: work(0.6, 'operations', '运营'),
  platformPrice: real(3000, PRICE, 'CNY', 'Price of the platform per week', '平台每周价格', SKETCH),

  explanationReach: real(
    0.06,
    SHARE,
    'probability',
    'Chance per week that Party member and social worker try a door',
    '党员与社工每周上门讲解每户的概率',
    SKETCH,
  ),
  metOwner: real(0.5, SHARE, 'probability', 'Chance that an owner is met', '遇到自住户的概率', SKETCH),
  metRenter: real(0.3, SHARE, 'probability', 'Chance that a tenant is met', '遇到租户的概率', SKETCH),
  explanationPrice: real(5, PRICE, 'CNY', 'Price of an attempt', '每次上门的价格', SKETCH),
  awareStart: real(0.2, SHARE, 'share', 'Households that know the plan at the start', '初始知情户比例', SKETCH),
  forget: real(
    0.01,
    SHARE,
    'probability',
    'Chance per week that a household loses track',
    '每周不再知情的概率',
    SKETCH,
  ),

  surveyWeek: whole(13, [0, 5000], 'week', 'Week of the survey of wishes', '需求调查所在周', SKETCH),
  surveyShare: real(
    0.7,
    SHARE,
    'share',
    'Part of the way to the wishes by which survey and deliberation change the plan',
    '调查与协商使方案向需求靠近的比例',
    SKETCH,
  ),
  surveyAnswers: whole(2380, [0, 1_000_000], 'answers', 'Answers to the survey', '需求调查的答卷数', FROM_STUDY),
  surveyPrice: real(10, PRICE, 'CNY', 'Price of an answer', '每份答卷的价格', SKETCH),
  wishGreenery: wish(0.43, 'greenery and sanitation', '绿化与环境卫生'),
  wishAgeing: wish(0.4, 'facilities for older people', '适老设施'),
  wishParking: wish(0.29, 'parking', '停车'),
  wishMarket: wish(0.45, 'a food market', '菜市场'),
  wishCanteen: wish(0.4, 'a canteen', '社区食堂'),
  wishRestaurants: wish(0.38, 'restaurants', '餐饮'),
  planGreenery: plan(0.1, 'greenery and sanitation (parking has the rest)', '绿化与环境卫生（其余为停车）'),
  planAgeing: plan(0.2, 'facilities for older people', '适老设施'),
  planMarket: plan(0.1, 'a food market (restaurants have the rest)', '菜市场（其余为餐饮）'),
  planCanteen: plan(0.2, 'a canteen', '社区食堂'),

  shortfallStart: gap(0.6, 'What property-right units fall short of their duty', '产权单位履责的缺口'),
  shortfallCalled: gap(0.25, 'The same where whistle-and-report calls them', '“吹哨报到”下产权单位履责的缺口'),
  shortfallRate: real(
    0.03,
    SHARE,
    'per week',
    'How fast units answer the whistle, and how fast they forget it',
    '产权单位响应（及懈怠）的速度',
    SKETCH,
  ),
  whistle: whole(1, FLAG, '0 or 1', 'Whether the core uses whistle-and-report', '是否实行“吹哨报到”', FROM_STUDY),
  rightsStart: gap(0.7, 'Unclear property rights between units and company', '产权单位与企业之间产权不清的程度'),
  rightsSigned: gap(0.2, 'The same once the contract is signed', '签约后产权不清的程度'),
  contractWeek: whole(
    8,
    [0, 5000],
    'week',
    'Week in which the core has the contract signed',
    '核心促成签约的周',
    SKETCH,
  ),
  contract: whole(1, FLAG, '0 or 1', 'Whether there is a contract over the idle space', '闲置空间是否签约', FROM_STUDY),

  careRelief: real(
    0.3,
    SHARE,
    'share',
    'Cost of time that care saves the age and the tenure group with fewer acts',
    '关怀为参与较少的年龄组与居住组节省的时间成本比例',
    SKETCH,
  ),
  carePrice: real(1, PRICE, 'CNY', 'Price of care per resident and week', '关怀每人每周价格', SKETCH),

  transferCompany: real(120_000, [0, 1e9], 'CNY', 'Yearly transfer to the company', '每年对企业的转移支付', SKETCH),
  transferResidents: real(60_000, [0, 1e9], 'CNY', 'Yearly transfer to residents', '每年对居民的补偿', SKETCH),
  needCompany: real(
    150_000,
    [1, 1e9],
    'CNY',
    'Transfer a year that would compensate the company',
    '完全补偿企业所需年额',
    SKETCH,
  ),
  needResidents: real(
    80_000,
    [1, 1e9],
    'CNY',
    'Transfer a year that would compensate residents',
    '完全补偿居民所需年额',
    SKETCH,
  ),
  uncompensated: gap(0.6, 'Missing compensation where nothing is transferred', '无转移支付时补偿的缺失'),

  purpose: gap(0.6, 'Distance between public value and profit', '公共价值与利润目标的距离'),
  representationScale: real(
    2.5,
    [0, 10],
    'factor',
    'Street–residents gap per mean (1 − smallest ÷ largest) of awareness and acts by age and tenure',
    '街道与居民差距：按年龄与居住身份的知情和参与的平均（1−最小÷最大）之倍数',
    SKETCH,
  ),
  tensionRate: real(0.05, SHARE, 'per week', 'How fast tension follows its gap', '张力跟随差距的速度', SKETCH),
  workRate: real(0.05, SHARE, 'per week', 'Tension that one unit of work takes away', '单位工作消除的张力', SKETCH),
  networkRate: real(0.02, SHARE, 'per week', 'How fast the network forms', '网络形成的速度', SKETCH),
  networkWeight: real(
    0.5,
    [0, 10],
    'work',
    'Work that a full network does by itself',
    '完整网络自身的工作强度',
    SKETCH,
  ),
  balance: real(
    0.6,
    SHARE,
    'share',
    'Mean ease (1 − tension) above which actors are balanced',
    '达到平衡的平均和缓度',
    SKETCH,
  ),
  tensionWeight: real(
    0.3,
    SHARE,
    'share',
    'Delivery lost where a layer is wholly tense',
    '某层面张力达到最大时损失的交付比例',
    ASSUMPTION,
  ),
  ...company,
};
