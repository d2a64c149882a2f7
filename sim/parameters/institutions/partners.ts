import { optional, real, SKETCH, whole } from '../row.ts';
import { partnersFund } from './partners-fund.ts';

const SHARE = [0, 1] as const;
const PRICE = [0, 1_000_000] as const;
const STUDY = 'Zhang 2025 (community partners), doi:10.3969/j.issn.1674-7178.2025.01.008';

const weeks = (value: number, en: string, zh: string) =>
  whole(value, [0, 520], 'weeks', `Weeks of ${en}`, `${zh}所需周数`, SKETCH);
const passed = (value: number, en: string, zh: string) =>
  real(value, SHARE, 'probability', `Candidates that pass ${en}`, `通过${zh}的概率`, SKETCH);

/** What a kind of partner is like: one row each for the ends of what is drawn evenly, and for its motive and cost. */
function kind<N extends string>(
  name: N,
  [en, zh]: readonly [string, string],
  space: readonly [number, number],
  fee: readonly [number, number],
  publicness: readonly [number, number],
  motive: number,
  cost: number,
) {
  const area = (value: number, end: string, endZh: string) =>
    real(value, [1, 10_000], 'm²', `${en}: ${end} space`, `${zh}：${endZh}空间`, SKETCH);
  const part = (value: number, what: string, whatZh: string) =>
    real(value, SHARE, 'share', `${en}: ${what}`, `${zh}：${whatZh}`, SKETCH);
  return {
    [`${name}SpaceMin`]: area(space[0], 'smallest', '最小'),
    [`${name}SpaceMax`]: area(space[1], 'largest', '最大'),
    [`${name}FeeMin`]: part(fee[0], 'lowest fee by market price', '最低收费（占市场价）'),
    [`${name}FeeMax`]: part(fee[1], 'highest fee by market price', '最高收费（占市场价）'),
    [`${name}PublicMin`]: part(publicness[0], 'least publicness on arrival', '到来时最低公共性'),
    [`${name}PublicMax`]: part(publicness[1], 'most publicness on arrival', '到来时最高公共性'),
    [`${name}Motive`]: part(motive, 'motive of profit', '逐利动机'),
    [`${name}Cost`]: real(cost, PRICE, 'CNY', `${en}: fixed cost per month`, `${zh}：每月固定成本`, SKETCH),
  } as { readonly [K in `${N}${KindField}`]: ReturnType<typeof real> };
}
type KindField = 'SpaceMin' | 'SpaceMax' | 'FeeMin' | 'FeeMax' | 'PublicMin' | 'PublicMax' | 'Motive' | 'Cost';

/** Community partners: who comes, on what terms, how they serve and drift, and the fund they feed. */
export const partners = {
  arrivals: real(1.5, [0, 20], 'per month', 'Candidates a month in a dense centre', '繁华中心每月的候选者数', SKETCH),
  location: real(0.6, SHARE, 'share', 'Location: centre 1, edge .2', '区位：中心为1，边缘为0.2', SKETCH),
  clarity: real(0.7, SHARE, 'share', 'Clarity of the policy', '政策的明确程度', SKETCH),
  space: real(1000, [0, 100_000], 'm²', 'Public space for partners', '可供合伙人使用的公共空间', STUDY),
  businessShare: real(0.4, SHARE, 'share', 'Candidates that are businesses', '企业所占比例', SKETCH),
  socialShare: real(
    0.35,
    SHARE,
    'share',
    'Candidates that are social organisations; the rest are individuals',
    '社会组织所占比例；其余为个人',
    SKETCH,
  ),

  recruitWeeks: weeks(2, 'recruiting', '招募'),
  negotiateWeeks: weeks(3, 'negotiating', '洽谈'),
  screenWeeks: weeks(2, 'screening', '遴选'),
  settleWeeks: weeks(4, 'settling in', '入驻'),
  passRecruit: passed(0.9, 'recruiting', '招募'),
  passNegotiate: passed(0.7, 'negotiating', '洽谈'),
  passScreen: passed(0.75, 'screening, at publicness .5', '遴选（公共性为0.5时）'),
  screenPublic: real(0.5, SHARE, 'share', 'Weight of publicness in screening', '遴选中公共性的权重', SKETCH),
  passSettle: passed(0.9, 'settling in', '入驻'),

  ...kind('business', ['Business', '企业'], [60, 160], [0.6, 0.95], [0.35, 0.65], 1, 6500),
  ...kind('social', ['Social organisation', '社会组织'], [80, 200], [0.2, 0.6], [0.6, 0.9], 0.3, 4000),
  ...kind('individual', ['Individual', '个人'], [20, 60], [0.3, 0.8], [0.45, 0.8], 0.6, 5000),

  price: real(40, PRICE, 'CNY', 'Market price of a use', '每次服务的市场价', SKETCH),
  use: real(0.03, SHARE, 'per week', 'Chance that a resident uses a service', '居民每周使用服务的概率', SKETCH),
  useFee: real(0.8, [0, 5], 'weight', 'Weight of a low fee in use', '低收费对使用的权重', SKETCH),
  useQuality: real(0.8, [0, 5], 'weight', 'Weight of quality in use', '质量对使用的权重', SKETCH),
  useServed: real(1.6, [0, 10], 'factor', 'Use by the age group that is served', '服务对象年龄组的使用倍数', SKETCH),
  useOthers: real(0.7, [0, 10], 'factor', 'Use by the others', '其他人的使用倍数', SKETCH),
  reputationRate: real(
    0.1,
    SHARE,
    'per month',
    'How fast reputation follows quality and publicness',
    '口碑跟随质量与公共性的速度',
    SKETCH,
  ),
  attachment: real(
    0.001,
    SHARE,
    'per use',
    'Attachment that a use gives, times publicness',
    '每次使用带来的归属感（乘公共性）',
    SKETCH,
  ),
  trustLoss: real(
    0.02,
    SHARE,
    'per use',
    'Trust lost by using a partner in cooperation sabotage',
    '使用“合作破坏”的合伙人时信任的损失',
    SKETCH,
  ),
  pointsPerUse: whole(
    4,
    [0, 100],
    'hours',
    'Hours of labour in the time bank that pay for a use; 0: no time bank',
    '时间银行中抵付一次服务的劳动小时数；0为不设',
    SKETCH,
  ),
  costSpace: real(10, PRICE, 'CNY', 'Cost of a partner per m² and month', '合伙人每平方米每月成本', SKETCH),
  costUse: real(4, PRICE, 'CNY', 'Cost of a use', '每次服务的成本', SKETCH),

  drift: real(
    0.04,
    SHARE,
    'per month',
    'Commercial drift of a pure profit-seeker in loss',
    '完全逐利者亏损时每月的商业化偏移',
    SKETCH,
  ),
  driftProfit: real(0.4, SHARE, 'share', 'The same while there is a profit, by comparison', '盈利时相对的偏移', SKETCH),
  driftBase: real(0.4, [0, 5], 'factor', 'Certain part of the drift', '偏移的确定部分', SKETCH),
  driftLuck: real(1.2, [0, 5], 'factor', 'Part of the drift that is drawn', '偏移的随机部分', SKETCH),
  sabotage: real(
    0.3,
    SHARE,
    'publicness',
    'Publicness below which cooperation is sabotaged',
    '低于此公共性即为“合作破坏”',
    SKETCH,
  ),
  reviewStrength: real(1, SHARE, 'share', 'Strength of the yearly review; 0: none', '年度评估的力度；0为无', SKETCH),
  reviewEnd: real(
    0.7,
    SHARE,
    'probability',
    'Chance that a full review ends a sabotaged contract',
    '评估终止被破坏合同的概率',
    SKETCH,
  ),
  reviewLift: real(
    0.25,
    SHARE,
    'share',
    'Part of the missing publicness that a full review restores',
    '评估恢复公共性缺失的比例',
    SKETCH,
  ),
  lossMonths: whole(
    6,
    [1, 600],
    'months',
    'Months of loss after which a partner leaves',
    '连续亏损多少个月后退出',
    SKETCH,
  ),
  leaveMonth: whole(12, [0, 600], 'month', 'First month after which it may', '最早可退出的月份', SKETCH),
  subsidyEnds: optional(
    whole(0, [0, 5000], 'week', 'First week without subsidy; never when absent', '补贴停止的周；缺省为不停止'),
  ),
  ...partnersFund,
};
