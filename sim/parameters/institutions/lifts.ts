import { choice, optional, real, SKETCH, whole } from '../row.ts';

const SHARE = [0, 1] as const;
const OPINION = [-2, 2] as const;
const LIFTS = 'Wang & Liu 2022 (lifts, 15 communities in 4 cities), doi:10.16088/j.issn.1001-6597.2022.06.003';
const SHANGHAI = 'Shanghai Hongkou, 2,133 sales (floors 1–2 lose, floor 3 breaks even); size is an assumption';
const LEADING = ['none', 'direct', 'embedded'] as const;

const payOff = (value: number, en: string, zh: string) =>
  real(
    value,
    OPINION,
    'opinion',
    `Pay-off of a lift on ${en}, before money`,
    `${zh}加装电梯的得失（不计费用）`,
    SHANGHAI,
  );

const role = (en: string, zh: string) =>
  choice(
    'none',
    LEADING,
    `${en}: nobody, the organisation itself (direct) or members among residents (embedded)`,
    `${zh}：无人、由组织直接担任，或由居民中的党员嵌入担任`,
    LIFTS,
  );

const subsidy = (value: number, city: string) =>
  real(
    value,
    [0, 2_000_000],
    'CNY',
    `Public subsidy for a lift in city ${city}; blocks are spread over the four cities in order`,
    `城市${city}每台电梯的财政补贴；各楼组依次分属四个城市`,
  );

/** Lifts for old buildings: who gains, what it costs, how a stairwell comes to consent, and who leads. */
export const lifts = {
  coordinator: role('Coordinator among the parties', '各方协调者'),
  organiser: role('Organiser of formal negotiation', '正式协商组织者'),
  visionary: role('Promoter of the shared vision', '共同愿景推动者'),
  opinionLeader: role('Opinion leader', '意见领袖'),
  actionLeader: role('Action leader', '行动领袖'),
  elite: role('Community elite', '社区精英'),
  members: real(
    0.07,
    SHARE,
    'share',
    'Residents who are members and may lead where leadership is embedded',
    '嵌入式引领中可发挥作用的居民党员比例',
  ),
  leadingCost: real(
    150,
    [0, 1_000_000],
    'CNY',
    'Cost of a role that the organisation fills, per block and week',
    '组织直接担任一种角色的费用（每楼组每周）',
  ),

  payOff1: payOff(-0.6, 'floor 1', '一层'),
  payOff2: payOff(-0.2, 'floor 2', '二层'),
  payOff3: payOff(0, 'floor 3', '三层'),
  payOff4: payOff(0.35, 'floor 4', '四层'),
  payOff5: payOff(0.6, 'floor 5', '五层'),
  payOff6: payOff(0.8, 'floor 6 and above', '六层及以上'),
  older: real(
    0.2,
    OPINION,
    'opinion',
    'Added where somebody aged 60+ lives on floor 3 or above',
    '三层及以上有60岁及以上成员时的增量',
  ),
  price: real(600_000, [0, 5_000_000], 'CNY', 'Price of a lift', '一台电梯的造价'),
  subsidyA: subsidy(100_000, 'A'),
  subsidyB: subsidy(150_000, 'B'),
  subsidyC: subsidy(200_000, 'C'),
  subsidyD: subsidy(250_000, 'D'),
  cap: optional(
    real(
      0,
      [0, 1e10],
      'CNY',
      'Most public money for subsidies, compensation and leadership together; no limit when absent',
      '补贴、补偿与引领费用合计的财政支出上限；缺省为不限',
    ),
  ),
  shareStep: real(
    0.3,
    [0, 3],
    'share',
    'How much more each floor above the third pays, relative to the third',
    '三层以上每高一层比三层多分摊的比例',
  ),
  money: real(
    0.15,
    [0, 5],
    'opinion',
    'What 100,000 CNY paid or received weigh in the pay-off',
    '支付或收到10万元对得失的影响',
  ),
  compensation: real(
    60_000,
    [0, 1_000_000],
    'CNY',
    'Compensation that a coordinator finds for each dwelling on floors 1–2, counted as public money',
    '协调者为一二层每户争取到的补偿（计入财政支出）',
    SKETCH,
  ),

  trust: real(0.3, [0, 5], 'opinion', 'Weight of trust in the first opinion', '信任在初始意见中的权重', SKETCH),
  noise: real(
    0.45,
    [0, 5],
    'opinion',
    'Spread of first opinions (standard deviation)',
    '初始意见的离散程度（标准差）',
    SKETCH,
  ),
  rate: real(
    0.05,
    SHARE,
    '1/week',
    'Rate at which opinions move while neighbours negotiate',
    '协商期间意见变化的速度',
    SKETCH,
  ),
  neighbours: real(
    0.4,
    SHARE,
    'weight',
    'Weight of the opinions of stairwell and ties',
    '本单元与熟人意见的权重',
    SKETCH,
  ),
  vision: real(
    0.15,
    OPINION,
    'opinion',
    'Common benefit that a promoter of the vision lets be felt, more where motivation is high',
    '愿景推动者使人感到的共同利益（动机越高越强）',
    SKETCH,
  ),
  opinionWeight: real(
    4,
    [1, 50],
    'factor',
    'Weight of an opinion leader among neighbours',
    '意见领袖在邻里意见中的权重',
    SKETCH,
  ),

  hazard: real(
    0.02,
    SHARE,
    '1/week',
    'Chance per week that a lift is proposed where an owner above floor 3 is active',
    '三层以上有业主参与时每周提议加装的概率',
    SKETCH,
  ),
  actionFactor: real(
    3,
    [0, 50],
    'factor',
    'An action leader multiplies that chance by',
    '行动领袖使该概率增至的倍数',
    SKETCH,
  ),
  proposalWeeks: whole(4, [0, 520], 'weeks', 'From the proposal to the first meeting', '从提议到首次协商的周数'),
  shortest: whole(8, [0, 520], 'weeks', 'Shortest negotiation', '最短协商周数', SKETCH),
  longest: whole(
    52,
    [0, 520],
    'weeks',
    'Longest negotiation; then the vote is held anyway',
    '最长协商周数；期满即表决',
    SKETCH,
  ),
  hurry: real(
    2,
    [0, 20],
    'factor',
    'An organiser multiplies the rate at which opinions move by',
    '协商组织者使意见变化加快的倍数',
    SKETCH,
  ),
  reach: real(
    0.6,
    SHARE,
    'probability',
    'Chance that an owner who lives elsewhere takes part in the vote',
    '不在此居住的业主参加表决的概率',
    SKETCH,
  ),
  reachOrganised: real(
    0.9,
    SHARE,
    'probability',
    'The same with an organiser of formal negotiation',
    '有协商组织者时的同一概率',
    SKETCH,
  ),
  severalHomes: real(
    0.1,
    SHARE,
    'probability',
    'Chance that a let dwelling belongs to the owner of the let dwelling before it in the stairwell',
    '出租住房与本单元前一套出租住房属同一业主的概率',
  ),
  objectionWeeks: whole(4, [0, 520], 'weeks', 'Public notice in which owners may object', '公示异议周数', SKETCH),
  objects: real(-0.5, OPINION, 'opinion', 'Opinion below which an owner objects', '业主提出异议的意见阈值', SKETCH),
  blocking: real(0.5, SHARE, 'probability', 'Chance that an objector blocks', '异议者成功阻止的概率', SKETCH),
  blockingCoordinated: real(0.15, SHARE, 'probability', 'The same with a coordinator', '有协调者时的同一概率', SKETCH),
  contractWeeks: whole(12, [0, 520], 'weeks', 'From consent to the start of building', '从同意到开工的周数', SKETCH),
  weak: real(0.2, OPINION, 'opinion', 'Opinion below which a yes is weak', '低于此意见的同意为弱同意'),
  withdrawal: real(
    0.01,
    SHARE,
    '1/week',
    'Chance per week that a weak yes is withdrawn before building starts',
    '开工前弱同意每周撤回的概率',
    SKETCH,
  ),
  buildingWeeks: whole(26, [0, 520], 'weeks', 'Weeks of building', '施工周数', SKETCH),
  restWeeks: whole(52, [0, 520], 'weeks', 'Rest after a failure', '失败后的停顿周数', SKETCH),
  saving: real(
    0.2,
    SHARE,
    'share',
    'Contract time and price that a community elite saves',
    '社区精英节省的签约时间与造价比例',
    SKETCH,
  ),

  feedback: real(
    1,
    SHARE,
    'share',
    'How much residents learn from the fate of their lift (0: nothing)',
    '居民从加装成败中学习的程度（0为不学习）',
  ),
  attachmentSuccess: real(
    0.05,
    SHARE,
    'share',
    'Attachment that residents of a stairwell gain when its lift is approved',
    '加装获批时本单元居民增加的归属感',
  ),
  attachmentFailure: real(
    0.05,
    SHARE,
    'share',
    'Attachment that they lose when it fails',
    '加装失败时本单元居民损失的归属感',
  ),
};
