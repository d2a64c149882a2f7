import { real, SKETCH } from '../row.ts';

const SHARE = [0, 1] as const;
const STUDY = 'Zhang 2025 (community partners), doi:10.3969/j.issn.1674-7178.2025.01.008';
const NANSHA = `${STUDY}: two Nansha communities`;
const PIDU = `${STUDY}: a Pidu case`;

/** What partners return to the community fund, by agreement, and what the fund pays. Rows of `partners`. */
export const partnersFund = {
  serviceMin: real(0.1, SHARE, 'of income', 'Least share of service income returned', '服务收入返还的最低比例', NANSHA),
  serviceMax: real(
    0.2,
    SHARE,
    'of income',
    'Largest share of service income returned',
    '服务收入返还的最高比例',
    NANSHA,
  ),
  charging: real(
    0.25,
    SHARE,
    'of profit',
    'Share of the profit of outdoor charging posts',
    '室外充电桩利润返还比例',
    STUDY,
  ),
  training: real(0.2, SHARE, 'of profit', 'Share of the profit of child education', '儿童教育利润返还比例', STUDY),
  donationMin: real(0.02, SHARE, 'of income', 'Least donation', '捐赠的最低比例', PIDU),
  donationMax: real(0.05, SHARE, 'of income', 'Largest donation', '捐赠的最高比例', PIDU),
  chargingShare: real(0.25, SHARE, 'share', 'Businesses that run charging posts', '经营充电桩的企业比例', SKETCH),
  trainingShare: real(
    0.25,
    SHARE,
    'share',
    'Businesses that offer child education; the rest offer services',
    '提供儿童教育的企业比例；其余提供服务',
    SKETCH,
  ),
  subsidy: real(110_000, [0, 1e9], 'CNY', 'Subsidy a year', '每年补贴', SKETCH),
  running: real(4000, [0, 1e9], 'CNY', 'Running cost of the fund a month', '基金每月运行费用', SKETCH),
  materials: real(6000, [0, 1e9], 'CNY', 'Materials a month', '每月物资', SKETCH),
  materialPrice: real(
    3600,
    [0.01, 1e6],
    'CNY',
    'Price of a unit of input, per block and week',
    '每单位投入的价格（每楼组每周）',
    SKETCH,
  ),
  reserve: real(
    3,
    [0, 120],
    'months',
    'Running cost that materials must leave',
    '购买物资后须保留的运行费用月数',
    SKETCH,
  ),
};
