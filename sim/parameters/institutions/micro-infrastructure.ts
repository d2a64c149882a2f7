import { ASHFORD, choice, DAI, FUND, NICKERSON, real, SKETCH, whole } from '../row.ts';

const SHARE = [0, 1] as const;
const PRICE = [0, 1_000_000] as const;
const WANG =
  'Wang 2025 (micro-infrastructure), Social Work and Management 25(6): the dimension and the advice; the figure is an assumption';

/** Micro-infrastructure: what blocks build, and on whom one budget for materials, training and visits is spent. */
export const microInfrastructure = {
  arm: choice(
    'uniform',
    ['uniform', 'byType', 'reversed', 'byPhase', 'byStage'],
    'Where the money goes: everywhere alike; by type (materials to hard facilities, training to difficult projects, visits to visible ones); the reverse; by phase (training to design and assessment, materials and visits to delivery); by stage (visits to households with an act in the last 12 weeks)',
    '资金投向：均等；按类型（物资投向硬件、培训投向高难项目、走访投向可见度高的项目）；反向；按阶段（设计与验收阶段培训，实施阶段投物资与走访）；按参与状态（走访近12周有参与的家庭）',
    WANG,
  ),
  cap: real(390_000, [0, 1e9], 'CNY', 'All that may be spent', '支出总额', SKETCH),
  from: whole(26, [0, 5000], 'week', 'First week of spending', '开始支出的周', SKETCH),
  spendWeeks: whole(
    52,
    [1, 5000],
    'weeks',
    'Weeks over which the money is handed out; what is left is spent afterwards',
    '资金分配的周数；余额之后继续使用',
    SKETCH,
  ),
  materialsShare: real(1 / 3, SHARE, 'share', 'Share of the money for materials', '用于物资的比例', SKETCH),
  trainingShare: real(
    1 / 3,
    SHARE,
    'share',
    'Share of the money for training; the rest is for visits',
    '用于培训的比例；其余用于走访',
    SKETCH,
  ),

  difficultShare: real(0.5, SHARE, 'share', 'Projects that are difficult', '高难项目比例', WANG),
  easy: real(0.15, SHARE, 'share', 'Technical difficulty of an easy project', '易项目的技术难度', SKETCH),
  difficult: real(0.55, SHARE, 'share', 'Technical difficulty of a difficult project', '高难项目的技术难度', SKETCH),
  visibleShare: real(0.5, SHARE, 'share', 'Projects that are visible', '可见度高的项目比例', WANG),
  hidden: real(0.25, SHARE, 'share', 'Visibility of acts for a hidden project', '可见度低的项目的可见度', SKETCH),
  visible: real(0.75, SHARE, 'share', 'Visibility of acts for a visible project', '可见度高的项目的可见度', SKETCH),
  governmentHard: real(
    0.7,
    SHARE,
    'share',
    'CES weight of government input for hard facilities',
    '硬件设施中政府投入的CES权重',
    SKETCH,
  ),
  governmentSoft: real(
    0.3,
    SHARE,
    'share',
    'CES weight of government input for the soft environment',
    '软环境中政府投入的CES权重',
    SKETCH,
  ),
  governmentService: real(
    0.3,
    SHARE,
    'share',
    'CES weight of government input for services',
    '服务中政府投入的CES权重',
    SKETCH,
  ),

  materialsPrice: real(
    20,
    PRICE,
    'CNY',
    'Price of a unit of government input per household and week (3,600 for a block of 180)',
    '每户每周一单位政府投入的价格（180户的楼组为3600元）',
    SKETCH,
  ),
  materialsMost: real(2, [0, 20], 'G', 'Most units that a block takes in a week', '一个楼组每周最多接受的单位数'),
  delivered: real(0.85, [0.01, 1], 'share', 'Share of what is promised that is delivered', '承诺的兑现比例', FUND),
  seatPrice: real(300, PRICE, 'CNY', 'Price of a training seat', '每个培训名额的价格', SKETCH),
  seatKnowHow: real(
    0.4,
    SHARE,
    'share',
    'Share of missing know-how that a seat gives',
    '每个名额弥补知能欠缺的比例',
    SKETCH,
  ),
  seatEfficacy: real(0.03, SHARE, 'trait', 'Efficacy that a seat gives', '每个名额提升的效能感', ASHFORD),
  visitPrice: real(5, PRICE, 'CNY', 'Price of an attempted visit', '每次走访的价格', DAI),
  visitMet: real(0.4, SHARE, 'probability', 'Chance that somebody is met', '走访时有人在家的概率', SKETCH),
  visitIntensity: real(1.2, [0, 5], 'logit', 'Intensity of a visit', '走访的强度', DAI),
  visitHousemates: real(
    0.6,
    SHARE,
    'share',
    'Part of the intensity that passes on to housemates',
    '传递给同住者的强度比例',
    NICKERSON,
  ),
};
