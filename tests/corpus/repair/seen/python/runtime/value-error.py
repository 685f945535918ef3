result = int("twelve")
