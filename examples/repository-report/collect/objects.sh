# What the object store costs on disk: git's own count, as JSON (sizes in KiB, as git gives them).
git_dir=$(node -p 'JSON.parse(fs.readFileSync(process.env.HOLDFAST_INPUT)).needs.repository.git_dir')

counts=$(git --git-dir "$git_dir" count-objects -v) || exit 1
printf '%s\n' "$counts" |
  sed -n 's/^\([a-z-]*\): \([0-9]*\)$/"\1": \2/p' |
  tr '-' '_' | paste -s -d , - | sed 's/.*/{&}/' > "$HOLDFAST_RESULT"
