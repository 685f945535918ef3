-- Which runs took over results of a run: 'because' begins with {"kind":"inherited_from","run":" and the run's id.

CREATE INDEX atoms_inherited ON atoms (substr(because, 33, 36), run) WHERE substr(because, 1, 32) = '{"kind":"inherited_from","run":"';
