print("ImportError: No module named 'x'; MemoryError; Connection refused; timed out")
raise RuntimeError("the SyntaxError in the log is not ours")
