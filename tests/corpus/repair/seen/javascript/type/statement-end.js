const names = ['a', 'b']
const text = names.join('')
;[0].forEach(() => {})
const size = names.length
[text].forEach((t) => console.log(t))
const result = [size, text]
