const start = new Date(Date.UTC(2024, 0, 29));
const names = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const days = Array.from({ length: 7 }, (_, i) => {
  const day = new Date(start);
  day.setUTCDate(start.getUTCDate() + i);
  return day;
});
const working = days.filter((d) => d.getUTCDay() !== 0 && d.getUTCDay() !== 6);
const result = working.map((d) => names[d.getUTCDay()] + ' ' + d.toISOString().slice(0, 10));
