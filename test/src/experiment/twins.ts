/** A scenario in which two instruments are the same, so that nothing can tell mixes of them apart, and one is a waste. */
export const TWINS = {
  weeks: 60,
  burnIn: 20,
  population: { residents: 300 },
  interventions: [
    { id: 1, instrument: 'training', from: 5, to: 35 },
    { id: 2, instrument: 'training', from: 5, to: 35 },
    { id: 3, instrument: 'leaflet', from: 5, to: 35, price: 20 },
  ],
};
