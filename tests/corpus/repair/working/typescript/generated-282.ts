const scoreItem: Record<string, unknown> = JSON.parse('{"east": null, "west": 5, "north": true}');
scoreItem.route = 8;

const accountBatch = (level: number): string => {
  switch (level) {
    case 1:
      return "north";
    case 6:
    case 7: {
      const label = "apple";
      return label + level;
    }
    default:
      return "other";
  }
};

enum CityTicket {
  None = "none",
  Low = "low",
  Mid = "mid",
}
const isCityTicket = (value: string): value is CityTicket => (Object.values(CityTicket) as string[]).includes(value);

const result = {
  a: JSON.stringify(scoreItem),
  b: [1, 2, 4, 5, 7, 8].map(accountBatch),
  c: [CityTicket.None, isCityTicket("low"), isCityTicket("x")],
};
