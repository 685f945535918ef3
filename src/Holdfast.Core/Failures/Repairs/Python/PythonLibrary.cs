using System.Collections.Frozen;

namespace Holdfast.Core.Failures.Repairs.Python;

/// <summary>What Python comes with.</summary>
internal static partial class PythonLibrary
{
    public static readonly FrozenSet<string> Modules = Split(ModuleNames).ToFrozenSet();

    public static readonly FrozenSet<string> Builtins = Split(BuiltinNames).ToFrozenSet();

    /// <summary>Names people use without importing them → the module they are from.</summary>
    public static readonly FrozenDictionary<string, string> HomeOf = ByModule(
        ("collections", "Counter defaultdict deque OrderedDict namedtuple ChainMap UserDict"),
        ("collections.abc", "Mapping MutableMapping Sequence Hashable"),
        ("dataclasses", "dataclass field asdict astuple"),
        ("enum", "Enum IntEnum Flag IntFlag auto unique"),
        ("pathlib", "Path PurePath PurePosixPath"),
        ("datetime", "timedelta timezone"),
        ("decimal", "Decimal getcontext ROUND_HALF_UP ROUND_HALF_EVEN ROUND_DOWN ROUND_UP InvalidOperation"),
        ("fractions", "Fraction"),
        ("functools", "reduce partial lru_cache wraps cached_property cmp_to_key singledispatch total_ordering"),
        ("itertools", "chain product permutations combinations combinations_with_replacement islice accumulate groupby cycle zip_longest starmap takewhile dropwhile pairwise tee"),
        ("typing", "Any Callable Dict FrozenSet Generator Generic Iterable Iterator List Literal NamedTuple Optional Protocol Set Tuple Type TypedDict TypeVar Union"),
        ("abc", "ABC abstractmethod"),
        ("contextlib", "contextmanager suppress closing ExitStack redirect_stdout nullcontext"),
        ("random", "randint choice choices shuffle sample uniform randrange"),
        ("math", "sqrt floor ceil pi sin cos tan atan2 gcd lcm factorial hypot isclose log10 log2 radians degrees comb perm prod"),
        ("io", "StringIO BytesIO"),
        ("threading", "Thread Lock RLock Semaphore"),
        ("concurrent.futures", "ThreadPoolExecutor ProcessPoolExecutor as_completed"),
        ("queue", "Queue PriorityQueue"),
        ("time", "sleep perf_counter monotonic"),
        ("urllib.request", "urlopen"),
        ("urllib.parse", "urlparse urljoin quote unquote urlencode parse_qs urlsplit"),
        ("textwrap", "dedent indent"),
        ("statistics", "mean median stdev variance pstdev"),
        ("heapq", "heappush heappop heapify nlargest nsmallest heappushpop"),
        ("bisect", "bisect_left bisect_right insort"),
        ("copy", "deepcopy"),
        ("pprint", "pprint pformat"),
        ("hashlib", "sha256 md5 sha1 sha512"),
        ("uuid", "uuid4 uuid5 UUID"),
        ("operator", "itemgetter attrgetter methodcaller"),
        ("string", "ascii_lowercase ascii_uppercase ascii_letters punctuation Template"),
        ("os", "getenv environ getcwd listdir makedirs"),
        ("base64", "b64encode b64decode"),
        ("json", "JSONDecodeError"),
        ("types", "SimpleNamespace"),
        ("tempfile", "NamedTemporaryFile TemporaryDirectory mkdtemp"),
        ("zoneinfo", "ZoneInfo"),
        ("traceback", "format_exc print_exc"),
        ("glob", "iglob"),
        ("csv", "DictReader DictWriter"),
        ("shlex", "shlex"),
        ("struct", "pack unpack"));

    /// <summary>Abbreviations that stand for a module.</summary>
    public static readonly FrozenDictionary<string, string> AliasOf = new Dictionary<string, string>
    {
        ["ET"] = "import xml.etree.ElementTree as ET", ["dt"] = "import datetime as dt", ["mp"] = "import multiprocessing as mp",
    }.ToFrozenDictionary();

    /// <summary>Modules of Python 2 → where they are now.</summary>
    public static readonly FrozenDictionary<string, string> RenamedModules = new Dictionary<string, string>
    {
        ["urllib2"] = "urllib.request", ["urlparse"] = "urllib.parse", ["StringIO"] = "io", ["cStringIO"] = "io", ["ConfigParser"] = "configparser",
        ["Queue"] = "queue", ["cPickle"] = "pickle", ["HTMLParser"] = "html.parser", ["httplib"] = "http.client", ["BaseHTTPServer"] = "http.server",
        ["SimpleHTTPServer"] = "http.server", ["SocketServer"] = "socketserver", ["Tkinter"] = "tkinter", ["cookielib"] = "http.cookiejar", ["thread"] = "_thread",
        ["commands"] = "subprocess", ["__builtin__"] = "builtins", ["copy_reg"] = "copyreg", ["anydbm"] = "dbm", ["htmlentitydefs"] = "html.entities",
        ["sets"] = "builtins", ["exceptions"] = "builtins", ["UserDict"] = "collections", ["repr"] = "reprlib", ["xmlrpclib"] = "xmlrpc.client",
    }.ToFrozenDictionary();

    /// <summary>Packages that are not part of Python and whose names come near a module's; a missing one is to be installed, not respelt.</summary>
    public static readonly FrozenSet<string> Packages = new[]
    {
        "aiohttp", "altair", "anyio", "arrow", "attr", "attrs", "bleach", "bokeh", "boto3", "bs4", "celery", "certifi", "chardet", "click", "colorama", "cv2",
        "dask", "dateutil", "django", "docker", "docx", "dotenv", "fastapi", "flask", "fsspec", "gevent", "git", "google", "grpc", "h5py", "httpx", "idna",
        "jinja2", "joblib", "jose", "jwt", "keras", "kombu", "lxml", "markdown", "matplotlib", "mock", "mysql", "networkx", "nltk", "nose", "numba", "numpy",
        "openai", "openpyxl", "orjson", "packaging", "pandas", "paramiko", "peewee", "PIL", "plotly", "polars", "prefect", "psutil", "psycopg2",
        "pyarrow", "pydantic", "pygments", "pymongo", "pytest", "pytz", "redis", "regex", "requests", "rich", "scipy", "seaborn", "serial", "setuptools",
        "simplejson", "six", "sklearn", "spacy", "sqlalchemy", "starlette", "sympy", "tabulate", "tenacity", "tensorflow", "termcolor", "toml", "tomli", "toolz",
        "torch", "tornado", "tqdm", "transformers", "trio", "typer", "tzlocal", "ujson", "urllib3", "uvicorn", "uvloop", "websockets", "werkzeug", "wheel",
        "xlrd", "xmltodict", "yaml", "yarl", "zmq",
    }.ToFrozenSet();

    /// <summary>The methods of the built-in types.</summary>
    public static readonly FrozenDictionary<string, string> MethodsOf = new Dictionary<string, string>
    {
        ["str"] = "capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isspace istitle isupper join ljust lower lstrip partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill",
        ["list"] = "append clear copy count extend index insert pop remove reverse sort",
        ["dict"] = "clear copy get items keys pop popitem setdefault update values",
        ["set"] = "add clear copy difference difference_update discard intersection intersection_update isdisjoint issubset issuperset pop remove symmetric_difference union update",
        ["tuple"] = "count index",
        ["bytes"] = "count decode endswith find hex index join replace split startswith strip",
        ["_io.TextIOWrapper"] = "close flush read readline readlines seek tell truncate write writelines",
    }.ToFrozenDictionary();

    /// <summary>Those modules whose names have a dot: <c>os.path</c>, <c>urllib.parse</c> …</summary>
    public static readonly FrozenSet<string> DottedModules = ExportNames.ByName.Keys.Where(module => module.Contains('.')).ToFrozenSet();

    public static IReadOnlyList<string> ExportsOf(string module) => ExportNames.ByName.TryGetValue(module, out var names) ? Split(names) : [];

    public static bool HasExportsOf(string module) => ExportNames.ByName.ContainsKey(module);

    public static IEnumerable<string> ModulesWithExport(string name) => ExportNames.ByName.Keys.Where(module => ExportsOf(module).Contains(name));

    public static string[] Split(string names) => names.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

    private static FrozenDictionary<string, string> ByModule(params (string Module, string Names)[] lists) =>
        lists.SelectMany(list => Split(list.Names), (list, name) => (list.Module, Name: name)).ToFrozenDictionary(pair => pair.Name, pair => pair.Module);
}
