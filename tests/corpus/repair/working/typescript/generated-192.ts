const vectorRecord: number[] = inputData.vectorRecord ?? [39, 46, 94, 65];
const vectorRecordLabel = `n=${vectorRecord.length} max=${Math.max(...vectorRecord)}`;
console.log(vectorRecordLabel + " done");

const accountUser = (start: number) => {
  let value = start;
  return {
    next: () => (value += 7),
    reset() {
      value = start;
    },
  };
};
const courseScore = accountUser(19);
const courseScoreSeen = [courseScore.next(), courseScore.next()];
courseScore.reset();

enum AccountTicket {
  High = "high",
  All = "all",
  None = "none",
}
const isAccountTicket = (value: string): value is AccountTicket => (Object.values(AccountTicket) as string[]).includes(value);

const result = {
  a: vectorRecordLabel,
  b: [...courseScoreSeen, courseScore.next()],
  c: [AccountTicket.High, isAccountTicket("all"), isAccountTicket("x")],
};
