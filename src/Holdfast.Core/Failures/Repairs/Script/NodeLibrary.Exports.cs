using System.Collections.Frozen;

namespace Holdfast.Core.Failures.Repairs.Script;

// Facts of Node 20: its built-in modules with what they export, its globals, and the methods of its built-in types.
internal static partial class NodeLibrary
{
    private const string GlobalNames = """
        AbortController AbortSignal AggregateError Array ArrayBuffer Atomics BigInt BigInt64Array BigUint64Array Blob Boolean BroadcastChannel
        Buffer ByteLengthQueuingStrategy CompressionStream CountQueuingStrategy Crypto CryptoKey CustomEvent DOMException DataView Date
        DecompressionStream Error EvalError Event EventTarget File FinalizationRegistry Float32Array Float64Array FormData Function Headers Infinity
        Int16Array Int32Array Int8Array Intl JSON Map Math MessageChannel MessageEvent MessagePort NaN Number Object Performance PerformanceEntry
        PerformanceMark PerformanceMeasure PerformanceObserver PerformanceObserverEntryList PerformanceResourceTiming Promise Proxy RangeError
        ReadableByteStreamController ReadableStream ReadableStreamBYOBReader ReadableStreamBYOBRequest ReadableStreamDefaultController
        ReadableStreamDefaultReader ReferenceError Reflect RegExp Request Response Set SharedArrayBuffer String SubtleCrypto Symbol SyntaxError
        TextDecoder TextDecoderStream TextEncoder TextEncoderStream TransformStream TransformStreamDefaultController TypeError URIError URL
        URLSearchParams Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet WebAssembly WritableStream
        WritableStreamDefaultController WritableStreamDefaultWriter __dirname __filename arguments atob btoa clearImmediate clearInterval
        clearTimeout console crypto decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval exports fetch global globalThis isFinite
        isNaN module parseFloat parseInt performance process queueMicrotask require setImmediate setInterval setTimeout structuredClone undefined
        unescape
        """;

    private const string MethodNames = """
        add anchor apply arguments at big bind blink bold call caller catch charAt charCodeAt clear codePointAt compile concat constructor
        copyWithin delete dotAll endsWith entries every exec fill filter finally find findIndex findLast findLastIndex fixed flags flat flatMap
        fontcolor fontsize forEach get getDate getDay getFullYear getHours getMilliseconds getMinutes getMonth getSeconds getTime getTimezoneOffset
        getUTCDate getUTCDay getUTCFullYear getUTCHours getUTCMilliseconds getUTCMinutes getUTCMonth getUTCSeconds getYear global has hasIndices
        hasOwnProperty ignoreCase includes indexOf isPrototypeOf isWellFormed italics join keys lastIndexOf length link localeCompare map match
        matchAll message multiline name normalize padEnd padStart pop propertyIsEnumerable push reduce reduceRight repeat replace replaceAll reverse
        search set setDate setFullYear setHours setMilliseconds setMinutes setMonth setSeconds setTime setUTCDate setUTCFullYear setUTCHours
        setUTCMilliseconds setUTCMinutes setUTCMonth setUTCSeconds setYear shift size slice small some sort source splice split startsWith sticky
        strike sub substr substring sup test then toDateString toExponential toFixed toGMTString toISOString toJSON toLocaleDateString
        toLocaleLowerCase toLocaleString toLocaleTimeString toLocaleUpperCase toLowerCase toPrecision toReversed toSorted toSpliced toString
        toTimeString toUTCString toUpperCase toWellFormed trim trimEnd trimLeft trimRight trimStart unicode unicodeSets unshift valueOf values with
        """;

    private static class MemberNames
    {
        public static readonly FrozenDictionary<string, string> ByName = new Dictionary<string, string>
        {
            ["Array"] = """
                from isArray of
                """,
            ["Object"] = """
                assign create defineProperties defineProperty entries freeze fromEntries getOwnPropertyDescriptor getOwnPropertyDescriptors
                getOwnPropertyNames getOwnPropertySymbols getPrototypeOf hasOwn is isExtensible isFrozen isSealed keys preventExtensions seal setPrototypeOf
                values
                """,
            ["String"] = """
                fromCharCode fromCodePoint raw
                """,
            ["Number"] = """
                EPSILON MAX_SAFE_INTEGER MAX_VALUE MIN_SAFE_INTEGER MIN_VALUE NEGATIVE_INFINITY NaN POSITIVE_INFINITY isFinite isInteger isNaN isSafeInteger
                parseFloat parseInt
                """,
            ["Math"] = """
                E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2 abs acos acosh asin asinh atan atan2 atanh cbrt ceil clz32 cos cosh exp expm1 floor fround hypot
                imul log log10 log1p log2 max min pow random round sign sin sinh sqrt tan tanh trunc
                """,
            ["JSON"] = """
                parse stringify
                """,
            ["Promise"] = """
                all allSettled any race reject resolve
                """,
            ["Date"] = """
                UTC now parse
                """,
            ["console"] = """
                Console assert clear context count countReset createTask debug dir dirxml error group groupCollapsed groupEnd info log profile profileEnd
                table time timeEnd timeLog timeStamp trace warn
                """,
            ["process"] = """
                abort allowedNodeEnvironmentFlags arch argv argv0 assert availableMemory chdir config constrainedMemory cpuUsage cwd debugPort dlopen
                emitWarning env execArgv execPath exit exitCode features getActiveResourcesInfo getBuiltinModule getegid geteuid getgid getgroups getuid
                hasUncaughtExceptionCaptureCallback hrtime initgroups kill loadEnvFile mainModule memoryUsage moduleLoadList nextTick openStdin pid platform
                ppid reallyExit release resourceUsage setSourceMapsEnabled setUncaughtExceptionCaptureCallback setegid seteuid setgid setgroups setuid
                sourceMapsEnabled stderr stdin stdout title umask uptime version versions
                """,
            ["Reflect"] = """
                apply construct defineProperty deleteProperty get getOwnPropertyDescriptor getPrototypeOf has isExtensible ownKeys preventExtensions set
                setPrototypeOf
                """,
            ["Symbol"] = """
                asyncDispose asyncIterator dispose for hasInstance isConcatSpreadable iterator keyFor match matchAll replace search species split
                toPrimitive toStringTag unscopables
                """,
            ["Buffer"] = """
                alloc allocUnsafe allocUnsafeSlow byteLength compare concat copyBytesFrom from isBuffer isEncoding of poolSize
                """,
        }.ToFrozenDictionary();
    }

    private static class ExportNames
    {
        public static readonly FrozenDictionary<string, string> ByName = new Dictionary<string, string>
        {
            ["assert"] = """
                AssertionError CallTracker deepEqual deepStrictEqual doesNotMatch doesNotReject doesNotThrow equal fail ifError match notDeepEqual
                notDeepStrictEqual notEqual notStrictEqual ok rejects strict strictEqual throws
                """,
            ["assert/strict"] = """
                AssertionError CallTracker deepEqual deepStrictEqual doesNotMatch doesNotReject doesNotThrow equal fail ifError match notDeepEqual
                notDeepStrictEqual notEqual notStrictEqual ok rejects strict strictEqual throws
                """,
            ["async_hooks"] = """
                AsyncLocalStorage AsyncResource asyncWrapProviders createHook executionAsyncId executionAsyncResource triggerAsyncId
                """,
            ["buffer"] = """
                Blob Buffer File SlowBuffer atob btoa constants isAscii isUtf8 kMaxLength kStringMaxLength resolveObjectURL transcode
                """,
            ["child_process"] = """
                ChildProcess exec execFile execFileSync execSync fork spawn spawnSync
                """,
            ["console"] = """
                Console assert clear context count countReset createTask debug dir dirxml error group groupCollapsed groupEnd info log profile profileEnd
                table time timeEnd timeLog timeStamp trace warn
                """,
            ["crypto"] = """
                Certificate Cipher Cipheriv Decipher Decipheriv DiffieHellman DiffieHellmanGroup ECDH Hash Hmac KeyObject Sign Verify X509Certificate
                checkPrime checkPrimeSync constants createCipheriv createDecipheriv createDiffieHellman createDiffieHellmanGroup createECDH createHash
                createHmac createPrivateKey createPublicKey createSecretKey createSign createVerify diffieHellman generateKey generateKeyPair
                generateKeyPairSync generateKeySync generatePrime generatePrimeSync getCipherInfo getCiphers getCurves getDiffieHellman getFips getHashes
                getRandomValues hash hkdf hkdfSync pbkdf2 pbkdf2Sync privateDecrypt privateEncrypt publicDecrypt publicEncrypt randomBytes randomFill
                randomFillSync randomInt randomUUID scrypt scryptSync secureHeapUsed setEngine setFips sign subtle timingSafeEqual verify webcrypto
                """,
            ["dgram"] = """
                Socket createSocket
                """,
            ["dns"] = """
                ALL EOF FILE NOMEM Resolver getDefaultResultOrder getServers lookup lookupService promises resolve resolve4 resolve6 resolveAny resolveCaa
                resolveCname resolveMx resolveNaptr resolveNs resolvePtr resolveSoa resolveSrv resolveTxt reverse setDefaultResultOrder setServers
                """,
            ["dns/promises"] = """
                EOF FILE NOMEM Resolver getDefaultResultOrder getServers lookup lookupService resolve resolve4 resolve6 resolveAny resolveCaa resolveCname
                resolveMx resolveNaptr resolveNs resolvePtr resolveSoa resolveSrv resolveTxt reverse setDefaultResultOrder setServers
                """,
            ["events"] = """
                EventEmitter EventEmitterAsyncResource addAbortListener captureRejectionSymbol captureRejections defaultMaxListeners errorMonitor
                getEventListeners getMaxListeners init listenerCount on once setMaxListeners usingDomains
                """,
            ["fs"] = """
                Dir Dirent F_OK FileReadStream FileWriteStream R_OK ReadStream Stats W_OK WriteStream X_OK access accessSync appendFile appendFileSync chmod
                chmodSync chown chownSync close closeSync constants copyFile copyFileSync cp cpSync createReadStream createWriteStream exists existsSync
                fchmod fchmodSync fchown fchownSync fdatasync fdatasyncSync fstat fstatSync fsync fsyncSync ftruncate ftruncateSync futimes futimesSync
                lchmod lchmodSync lchown lchownSync link linkSync lstat lstatSync lutimes lutimesSync mkdir mkdirSync mkdtemp mkdtempSync open openAsBlob
                openSync opendir opendirSync promises read readFile readFileSync readSync readdir readdirSync readlink readlinkSync readv readvSync realpath
                realpathSync rename renameSync rm rmSync rmdir rmdirSync stat statSync statfs statfsSync symlink symlinkSync truncate truncateSync unlink
                unlinkSync unwatchFile utimes utimesSync watch watchFile write writeFile writeFileSync writeSync writev writevSync
                """,
            ["fs/promises"] = """
                access appendFile chmod chown constants copyFile cp lchmod lchown link lstat lutimes mkdir mkdtemp open opendir readFile readdir readlink
                realpath rename rm rmdir stat statfs symlink truncate unlink utimes watch writeFile
                """,
            ["http"] = """
                Agent ClientRequest IncomingMessage OutgoingMessage Server ServerResponse createServer get globalAgent maxHeaderSize request
                setMaxIdleHTTPParsers validateHeaderName validateHeaderValue
                """,
            ["https"] = """
                Agent Server createServer get globalAgent request
                """,
            ["module"] = """
                Module SourceMap builtinModules createRequire findSourceMap globalPaths isBuiltin register runMain syncBuiltinESMExports
                """,
            ["net"] = """
                BlockList Server Socket SocketAddress Stream connect createConnection createServer getDefaultAutoSelectFamily
                getDefaultAutoSelectFamilyAttemptTimeout isIP isIPv4 isIPv6 setDefaultAutoSelectFamily setDefaultAutoSelectFamilyAttemptTimeout
                """,
            ["os"] = """
                EOL arch availableParallelism constants cpus devNull endianness freemem getPriority homedir hostname loadavg machine networkInterfaces
                platform release setPriority tmpdir totalmem type uptime userInfo version
                """,
            ["path"] = """
                basename delimiter dirname extname format isAbsolute join matchesGlob normalize parse posix relative resolve sep toNamespacedPath win32
                """,
            ["perf_hooks"] = """
                Performance PerformanceEntry PerformanceMark PerformanceMeasure PerformanceObserver PerformanceObserverEntryList PerformanceResourceTiming
                constants createHistogram monitorEventLoopDelay performance
                """,
            ["process"] = """
                abort allowedNodeEnvironmentFlags arch argv argv0 assert availableMemory binding chdir config constrainedMemory cpuUsage cwd debugPort
                dlopen domain emitWarning env execArgv execPath exit exitCode features getActiveResourcesInfo getBuiltinModule getegid geteuid getgid
                getgroups getuid hasUncaughtExceptionCaptureCallback hrtime initgroups kill loadEnvFile mainModule memoryUsage moduleLoadList nextTick
                openStdin pid platform ppid reallyExit release report resourceUsage setSourceMapsEnabled setUncaughtExceptionCaptureCallback setegid seteuid
                setgid setgroups setuid sourceMapsEnabled stderr stdin stdout title umask uptime version versions
                """,
            ["querystring"] = """
                decode encode escape parse stringify unescape unescapeBuffer
                """,
            ["readline"] = """
                Interface clearLine clearScreenDown createInterface cursorTo emitKeypressEvents moveCursor promises
                """,
            ["readline/promises"] = """
                Interface Readline createInterface
                """,
            ["stream"] = """
                Duplex PassThrough Readable Stream Transform Writable addAbortSignal compose destroy duplexPair finished getDefaultHighWaterMark isDestroyed
                isDisturbed isErrored isReadable isWritable pipeline promises setDefaultHighWaterMark
                """,
            ["stream/consumers"] = """
                arrayBuffer blob buffer json text
                """,
            ["stream/promises"] = """
                finished pipeline
                """,
            ["stream/web"] = """
                ByteLengthQueuingStrategy CompressionStream CountQueuingStrategy DecompressionStream ReadableByteStreamController ReadableStream
                ReadableStreamBYOBReader ReadableStreamBYOBRequest ReadableStreamDefaultController ReadableStreamDefaultReader TextDecoderStream
                TextEncoderStream TransformStream TransformStreamDefaultController WritableStream WritableStreamDefaultController
                WritableStreamDefaultWriter
                """,
            ["string_decoder"] = """
                StringDecoder
                """,
            ["timers"] = """
                active clearImmediate clearInterval clearTimeout enroll promises setImmediate setInterval setTimeout unenroll
                """,
            ["timers/promises"] = """
                scheduler setImmediate setInterval setTimeout
                """,
            ["tty"] = """
                ReadStream WriteStream isatty
                """,
            ["url"] = """
                URL URLSearchParams Url domainToASCII domainToUnicode fileURLToPath format parse pathToFileURL resolve resolveObject urlToHttpOptions
                """,
            ["util"] = """
                MIMEParams MIMEType TextDecoder TextEncoder aborted callbackify debug debuglog deprecate format formatWithOptions getSystemErrorMap
                getSystemErrorName inherits inspect isArray isBoolean isBuffer isDate isDeepStrictEqual isError isFunction isNull isNullOrUndefined isNumber
                isObject isPrimitive isRegExp isString isSymbol isUndefined log parseArgs parseEnv promisify stripVTControlCharacters styleText toUSVString
                transferableAbortController transferableAbortSignal types
                """,
            ["worker_threads"] = """
                BroadcastChannel MessageChannel MessagePort Worker getEnvironmentData isMainThread markAsUntransferable moveMessagePortToContext parentPort
                postMessageToThread receiveMessageOnPort resourceLimits setEnvironmentData threadId workerData
                """,
            ["zlib"] = """
                BrotliCompress BrotliDecompress Deflate DeflateRaw Gunzip Gzip Inflate InflateRaw Unzip brotliCompress brotliCompressSync brotliDecompress
                brotliDecompressSync codes constants crc32 createBrotliCompress createBrotliDecompress createDeflate createDeflateRaw createGunzip
                createGzip createInflate createInflateRaw createUnzip deflate deflateRaw deflateRawSync deflateSync gunzip gunzipSync gzip gzipSync inflate
                inflateRaw inflateRawSync inflateSync unzip unzipSync
                """,
        }.ToFrozenDictionary();
    }
}
