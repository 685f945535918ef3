def run(flag):
    if flag:
        state = "on"
        steps = 1
      state = "done"
    return state

result = run(True)
