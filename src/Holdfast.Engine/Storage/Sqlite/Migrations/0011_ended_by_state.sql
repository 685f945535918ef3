-- Free-standing executions that are over, by how they ended: few may be of one state among very many.

CREATE INDEX executions_ended ON executions (state, number) WHERE kind IS NOT NULL AND ended_at_us IS NOT NULL;
