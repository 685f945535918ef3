'use strict';
for (i = 0; i < 2; i++) {
  console.log(i);
}
const result = i;
