# Submodules: how many the tree records, and how many .gitmodules declares. The two should be equal.
needs='JSON.parse(fs.readFileSync(process.env.HOLDFAST_INPUT)).needs'
git_dir=$(node -p "$needs.repository.git_dir")
head=$(node -p "$needs.repository.head ?? ''")

recorded=0
declared=0
if [ -n "$head" ]; then
  git --git-dir "$git_dir" ls-tree -r -z --full-tree "$head" > tree.nul || exit 1
  recorded=$(tr '\000' '\n' < tree.nul | grep -c '^160000 commit ')
  if git --git-dir "$git_dir" cat-file -e "$head:.gitmodules" 2> missing.txt; then
    declared=$(git --git-dir "$git_dir" config --blob "$head:.gitmodules" --name-only --get-regexp '\.path$' | grep -c .)
  fi
fi
printf '{"recorded": %d, "declared": %d}\n' "$recorded" "$declared" > "$HOLDFAST_RESULT"
