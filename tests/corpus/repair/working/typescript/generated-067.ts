const path = require("path");

enum RecordScore {
  Low = "low",
  None = "none",
  Mid = "mid",
}
const isRecordScore = (value: string): value is RecordScore => (Object.values(RecordScore) as string[]).includes(value);

let sampleInvoice = 35;
const ticketCourse: number[] = [];
while (sampleInvoice > 1 && ticketCourse.length < 24) {
  sampleInvoice = sampleInvoice % 2 === 0 ? sampleInvoice / 2 : 3 * sampleInvoice + 1;
  ticketCourse.push(sampleInvoice);
}

const routeFile = (level: number): string => {
  switch (level) {
    case 1:
      return "west";
    case 6:
    case 8: {
      const label = "silver";
      return label + level;
    }
    default:
      return "other";
  }
};

const ticketUser: string = path.join("/srv", "alpha", "gold.txt");
const { name: ticketUserName, ext: ticketUserExt } = path.parse(ticketUser);

const result = {
  a: [RecordScore.Low, isRecordScore("none"), isRecordScore("x")],
  b: ticketCourse,
  c: [1, 2, 4, 5, 7, 8].map(routeFile),
  d: [ticketUserName, ticketUserExt, path.dirname(ticketUser)],
};
