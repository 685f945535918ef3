import nunpy_missing as np

result = np.array([1, 2, 3]).tolist()
