Sure! Here is the code:

```js
const numbers = [1, 2, 3, 4];
const result = numbers.reduce((a, b) => a + b);
```
Let me know if you need anything else.
