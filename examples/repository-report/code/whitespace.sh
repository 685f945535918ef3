# What `git diff --check` says of the whole tree: trailing blanks, blanks before tabs, blank lines at the end, and
# conflict markers somebody committed. The repository's own core.whitespace and .gitattributes set the rules.
needs='JSON.parse(fs.readFileSync(process.env.HOLDFAST_INPUT)).needs'
git_dir=$(node -p "$needs.repository.git_dir")
head=$(node -p "$needs.repository.head ?? ''")

: > check.txt
if [ -n "$head" ]; then
  empty_tree=$(git --git-dir "$git_dir" hash-object -t tree /dev/null) || exit 1
  git --git-dir "$git_dir" diff --check --no-ext-diff --no-textconv --no-color "$empty_tree" "$head" -- > check.txt
  status=$?
  if [ "$status" -ne 0 ] && [ "$status" -ne 2 ]; then exit "$status"; fi   # 2 only says that something was found
fi

count() { LC_ALL=C grep -c "^[^+].*:[0-9][0-9]*: $1" check.txt; }
printf '{"trailing_blanks": %d, "blank_before_tab": %d, "blank_lines_at_end": %d, "conflict_markers": %d}\n' \
  "$(count 'trailing whitespace')" "$(count 'space before tab in indent')" \
  "$(count 'new blank line at EOF')" "$(count 'leftover conflict marker')" > "$HOLDFAST_RESULT"
