# Which of the files that others look for are there: JSON with true or false for each.
needs='JSON.parse(fs.readFileSync(process.env.HOLDFAST_INPUT)).needs'
git_dir=$(node -p "$needs.repository.git_dir")
head=$(node -p "$needs.repository.head ?? ''")

: > names.txt
if [ -n "$head" ]; then
  git --git-dir "$git_dir" ls-tree -r -z --name-only --full-tree "$head" > names.nul || exit 1
  tr '\n\000' '?\n' < names.nul > names.txt              # a line break inside a name must not make two of it
fi

# has KEY PATTERN: one member of the JSON object.
has() {
  if LC_ALL=C grep -Eiq "^($2)\$" names.txt; then answer=true; else answer=false; fi
  printf '"%s": %s' "$1" "$answer"
}

pipelines='\.github/workflows/.*\.ya?ml|\.gitlab-ci\.yml|\.circleci/.*|azure-pipelines.*\.yml|jenkinsfile|\.travis\.yml'
pipelines="$pipelines"'|\.ci/.*|\.woodpecker.*\.yml'
{
  printf '{'
  has readme '(docs/|\.github/)?readme(\..*)?'; printf ', '
  has licence '(licen[cs]e|copying|unlicense)([.-].*)?'; printf ', '
  has changelog '(docs/)?(changelog|changes|news|history|releases)(\..*)?'; printf ', '
  has contributing '(docs/|\.github/)?contributing(\..*)?'; printf ', '
  has code_of_conduct '(docs/|\.github/)?code[_-]of[_-]conduct(\..*)?'; printf ', '
  has security_policy '(docs/|\.github/)?security(\..*)?'; printf ', '
  has gitignore '\.gitignore'; printf ', '
  has editorconfig '\.editorconfig'; printf ', '
  has gitattributes '\.gitattributes'; printf ', '
  has continuous_integration "$pipelines"
  printf '}\n'
} > "$HOLDFAST_RESULT"
