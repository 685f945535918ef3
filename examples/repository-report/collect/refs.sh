# Branches and tags, newest first, as JSON. The time of a tag that marks no commit is null.
# A reference's name holds no space, control character or backslash, so only the double quote needs escaping.
git_dir=$(node -p 'JSON.parse(fs.readFileSync(process.env.HOLDFAST_INPUT)).needs.repository.git_dir')

list() {
  lines=$(git --git-dir "$git_dir" for-each-ref --count=2000 --sort=-creatordate \
    --format='%(if)%(symref)%(then)%(else)%(refname:lstrip=2) %(creatordate:unix)%(end)' "$1") || return 1
  printf '%s\n' "$lines" |
    sed -n 's/"/\\"/g; s/^\(.*\) \(-*[0-9]*\)$/{"name": "\1", "time": \2}/; s/"time": }/"time": null}/; /./p' |
    paste -s -d , -
}

branches=$(list refs/heads) && remote_branches=$(list refs/remotes) && tags=$(list refs/tags) || exit 1
printf '{"branches": [%s], "remote_branches": [%s], "tags": [%s]}\n' \
  "$branches" "$remote_branches" "$tags" > "$HOLDFAST_RESULT"
