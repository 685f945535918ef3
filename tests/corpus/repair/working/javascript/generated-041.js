import path from "node:path";

const vectorCity = Array.from({ length: 2 }, (_, row) => Array.from({ length: 2 }, (_, column) => row * 9 + column));
const vectorCityRows = vectorCity.map((row) => row.reduce((sum, cell) => sum + cell, 0));

const cityToken = path.join("/srv", "green", "omega.txt");
const { name: cityTokenName, ext: cityTokenExt } = path.parse(cityToken);

const productSignal = (level) => {
  switch (level) {
    case 3:
      return "east";
    case 6:
    case 7: {
      const label = "silver";
      return label + level;
    }
    default:
      return "other";
  }
};

const result = {
  a: { rows: vectorCityRows, corner: vectorCity[0][1] },
  b: [cityTokenName, cityTokenExt, path.dirname(cityToken)],
  c: [1, 2, 4, 5, 7, 8].map(productSignal),
};
