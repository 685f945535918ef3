using System.Collections.Frozen;

namespace Holdfast.Core.Failures.Repairs.Script;

/// <summary>What Node and JavaScript come with.</summary>
internal static partial class NodeLibrary
{
    public static readonly FrozenSet<string> Globals = Split(GlobalNames).ToFrozenSet();

    /// <summary>The methods of arrays, strings, maps, sets, promises, dates …</summary>
    public static readonly FrozenSet<string> Methods = Split(MethodNames).ToFrozenSet();

    public static readonly FrozenSet<string> Modules = ExportNames.ByName.Keys.ToFrozenSet();

    /// <summary>Names people use without saying where they are from → the module they are from.</summary>
    public static readonly FrozenDictionary<string, string> HomeOf = new Dictionary<string, string>
    {
        ["readFileSync"] = "fs", ["writeFileSync"] = "fs", ["existsSync"] = "fs", ["mkdirSync"] = "fs", ["readdirSync"] = "fs", ["statSync"] = "fs",
        ["unlinkSync"] = "fs", ["rmSync"] = "fs", ["appendFileSync"] = "fs", ["copyFileSync"] = "fs", ["mkdtempSync"] = "fs", ["renameSync"] = "fs",
        ["createReadStream"] = "fs", ["createWriteStream"] = "fs",
        ["createHash"] = "crypto", ["randomBytes"] = "crypto", ["randomUUID"] = "crypto", ["createHmac"] = "crypto", ["timingSafeEqual"] = "crypto",
        ["scryptSync"] = "crypto", ["pbkdf2Sync"] = "crypto", ["randomInt"] = "crypto",
        ["EventEmitter"] = "events", ["once"] = "events",
        ["basename"] = "path", ["dirname"] = "path", ["extname"] = "path", ["isAbsolute"] = "path",
        ["tmpdir"] = "os", ["hostname"] = "os", ["cpus"] = "os", ["homedir"] = "os",
        ["promisify"] = "util", ["inspect"] = "util", ["inherits"] = "util", ["parseArgs"] = "util", ["isDeepStrictEqual"] = "util",
        ["execSync"] = "child_process", ["spawnSync"] = "child_process", ["execFileSync"] = "child_process", ["spawn"] = "child_process",
        ["execFile"] = "child_process", ["fork"] = "child_process",
        ["fileURLToPath"] = "url", ["pathToFileURL"] = "url",
        ["createServer"] = "http", ["createInterface"] = "readline", ["gzipSync"] = "zlib", ["gunzipSync"] = "zlib", ["deflateSync"] = "zlib",
        ["inflateSync"] = "zlib", ["brotliCompressSync"] = "zlib", ["Readable"] = "stream", ["Writable"] = "stream", ["Transform"] = "stream",
        ["PassThrough"] = "stream", ["pipeline"] = "stream", ["StringDecoder"] = "string_decoder", ["AsyncLocalStorage"] = "async_hooks",
        ["Worker"] = "worker_threads", ["isMainThread"] = "worker_threads", ["parentPort"] = "worker_threads",
    }.ToFrozenDictionary();

    /// <summary>Packages from npm with short names, which are not misspelt modules of Node.</summary>
    public static readonly FrozenSet<string> Packages = new[]
    {
        "ajv", "async", "autocannon", "axios", "bcrypt", "bluebird", "bull", "chai", "chalk", "colors", "cors", "cron", "cross-env", "d3", "date-fns", "dayjs",
        "debug", "dotenv", "ejs", "esbuild", "eslint", "execa", "express", "fastify", "got", "glob", "globby", "gulp", "helmet", "immer", "ioredis", "jest",
        "jsdom", "joi", "knex", "koa", "lodash", "luxon", "marked", "mocha", "moment", "mongodb", "morgan", "ms", "mysql", "mysql2", "nanoid", "next", "nock",
        "node-fetch", "nuxt", "open", "ora", "papaparse", "passport", "pg", "pino", "playwright", "preact", "prettier", "prisma", "puppeteer", "qs", "ramda",
        "react", "redis", "redux", "request", "rimraf", "rollup", "rxjs", "semver", "sharp", "sinon", "sqlite3", "supertest", "svelte", "swr", "tape", "tar",
        "three", "through2", "tsx", "typescript", "underscore", "undici", "uuid", "validator", "vite", "vitest", "vue", "webpack", "winston", "ws", "xlsx",
        "xml2js", "yaml", "yargs", "yup", "zod", "zx",
    }.ToFrozenSet();

    /// <summary>Whether a name that is not defined is a module that was not imported. <c>module</c> is a module too, but whoever writes it means CommonJS.</summary>
    public static bool IsImportable(string name) => name != "module" && Modules.Contains(name);

    /// <summary>Without a leading <c>node:</c>.</summary>
    public static string BareName(string module) => module.StartsWith("node:", StringComparison.Ordinal) ? module["node:".Length..] : module;

    public static IReadOnlyList<string> ExportsOf(string module) => ExportNames.ByName.TryGetValue(BareName(module), out var names) ? Split(names) : [];

    /// <summary>The static members of a global: <c>Math</c>, <c>JSON</c>, <c>console</c> …</summary>
    public static IReadOnlyList<string> MembersOf(string global) => MemberNames.ByName.TryGetValue(global, out var names) ? Split(names) : [];

    private static string[] Split(string names) => names.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
}
