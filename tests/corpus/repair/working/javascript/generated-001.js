const routeAccount = "west plum pine silver";
const routeAccountShort = routeAccount.split(" ").map((part) => part.slice(0, 1).toUpperCase()).join("-");
console.log("short: " + routeAccountShort, routeAccount.length);

let tokenUser = 21;
const taskToken = [];
while (tokenUser > 1 && taskToken.length < 27) {
  tokenUser = tokenUser % 2 === 0 ? tokenUser / 2 : 3 * tokenUser + 1;
  taskToken.push(tokenUser);
}

const result = {
  a: [routeAccountShort, routeAccount.includes("pear")],
  b: taskToken,
};
