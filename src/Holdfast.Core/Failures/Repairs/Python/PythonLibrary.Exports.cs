using System.Collections.Frozen;

namespace Holdfast.Core.Failures.Repairs.Python;

// Facts of Python 3.11: sys.stdlib_module_names, dir(builtins), and the public names of the modules that code reaches for.
internal static partial class PythonLibrary
{
    private const string ModuleNames = """
        abc aifc argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii bisect builtins bz2 cProfile calendar cgi cgitb
        chunk cmath cmd code codecs codeop collections colorsys compileall concurrent configparser contextlib contextvars copy copyreg crypt csv
        ctypes curses dataclasses datetime dbm decimal difflib dis distutils doctest email encodings ensurepip enum errno faulthandler fcntl filecmp
        fileinput fnmatch fractions ftplib functools gc getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http imaplib imghdr
        imp importlib inspect io ipaddress itertools json keyword linecache locale logging lzma mailbox mailcap marshal math mimetypes mmap
        modulefinder multiprocessing netrc nis nntplib numbers opcode operator optparse os ossaudiodev pathlib pdb pickle pickletools pipes pkgutil
        platform plistlib poplib posix pprint profile pstats pty pwd py_compile pyclbr pydoc pyexpat queue quopri random re readline reprlib
        resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtpd smtplib sndhdr socket socketserver spwd
        sqlite3 ssl stat statistics string stringprep struct subprocess sunau symtable sys sysconfig syslog tabnanny tarfile telnetlib tempfile
        termios textwrap threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty turtle types typing unicodedata
        unittest urllib uu uuid venv warnings wave weakref webbrowser wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo
        """;

    private const string BuiltinNames = """
        ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError BufferError BytesWarning
        ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError Ellipsis
        EncodingWarning EnvironmentError Exception ExceptionGroup False FileExistsError FileNotFoundError FloatingPointError FutureWarning
        GeneratorExit IOError ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt
        LookupError MemoryError ModuleNotFoundError NameError None NotADirectoryError NotImplemented NotImplementedError OSError OverflowError
        PendingDeprecationWarning PermissionError ProcessLookupError RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning
        StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError True TypeError UnboundLocalError
        UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning ZeroDivisionError
        __doc__ __file__ __name__ abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex
        copyright credits delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id
        input int isinstance issubclass iter len license list locals map max memoryview min next object oct open ord pow print property quit range
        repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip
        """;

    private static class ExportNames
    {
        public static readonly FrozenDictionary<string, string> ByName = new Dictionary<string, string>
        {
            ["abc"] = """
                ABC ABCMeta abstractclassmethod abstractmethod abstractproperty abstractstaticmethod get_cache_token update_abstractmethods
                """,
            ["argparse"] = """
                Action ArgumentDefaultsHelpFormatter ArgumentError ArgumentParser ArgumentTypeError BooleanOptionalAction FileType HelpFormatter
                MetavarTypeHelpFormatter Namespace ONE_OR_MORE OPTIONAL PARSER REMAINDER RawDescriptionHelpFormatter RawTextHelpFormatter SUPPRESS
                ZERO_OR_MORE
                """,
            ["array"] = """
                ArrayType array typecodes
                """,
            ["ast"] = """
                Add And AnnAssign Assert Assign AsyncFor AsyncFunctionDef AsyncWith Attribute AugAssign AugLoad AugStore Await BinOp BitAnd BitOr BitXor
                BoolOp Break Bytes Call ClassDef Compare Constant Continue Del Delete Dict DictComp Div Ellipsis Eq ExceptHandler Expr Expression ExtSlice
                FloorDiv For FormattedValue FunctionDef FunctionType GeneratorExp Global Gt GtE If IfExp Import ImportFrom In Index IntEnum Interactive
                Invert Is IsNot JoinedStr LShift Lambda List ListComp Load Lt LtE MatMult Match MatchAs MatchClass MatchMapping MatchOr MatchSequence
                MatchSingleton MatchStar MatchValue Mod Module Mult Name NameConstant NamedExpr NodeTransformer NodeVisitor Nonlocal Not NotEq NotIn Num Or
                Param Pass Pow PyCF_ALLOW_TOP_LEVEL_AWAIT PyCF_ONLY_AST PyCF_TYPE_COMMENTS RShift Raise Return Set SetComp Slice Starred Store Str Sub
                Subscript Suite Try TryStar Tuple TypeIgnore UAdd USub UnaryOp While With Yield YieldFrom alias arg arguments auto boolop cmpop
                comprehension contextmanager copy_location dump excepthandler expr expr_context fix_missing_locations get_docstring get_source_segment
                increment_lineno iter_child_nodes iter_fields keyword literal_eval main match_case mod nullcontext operator parse pattern slice stmt
                type_ignore unaryop unparse walk withitem
                """,
            ["asyncio"] = """
                ALL_COMPLETED AbstractChildWatcher AbstractEventLoop AbstractEventLoopPolicy AbstractServer Barrier BaseEventLoop BaseProtocol BaseTransport
                BoundedSemaphore BrokenBarrierError BufferedProtocol CancelledError Condition DatagramProtocol DatagramTransport DefaultEventLoopPolicy
                Event FIRST_COMPLETED FIRST_EXCEPTION FastChildWatcher Future Handle IncompleteReadError InvalidStateError LifoQueue LimitOverrunError Lock
                MultiLoopChildWatcher PidfdChildWatcher PriorityQueue Protocol Queue QueueEmpty QueueFull ReadTransport Runner SafeChildWatcher
                SelectorEventLoop Semaphore SendfileNotAvailableError Server StreamReader StreamReaderProtocol StreamWriter SubprocessProtocol
                SubprocessTransport Task TaskGroup ThreadedChildWatcher Timeout TimeoutError TimerHandle Transport WriteTransport all_tasks as_completed
                create_subprocess_exec create_subprocess_shell create_task current_task ensure_future gather get_child_watcher get_event_loop
                get_event_loop_policy get_running_loop iscoroutine iscoroutinefunction isfuture new_event_loop open_connection open_unix_connection run
                run_coroutine_threadsafe set_child_watcher set_event_loop set_event_loop_policy shield sleep start_server start_unix_server timeout
                timeout_at to_thread wait wait_for wrap_future
                """,
            ["atexit"] = """
                register unregister
                """,
            ["base64"] = """
                a85decode a85encode b16decode b16encode b32decode b32encode b32hexdecode b32hexencode b64decode b64encode b85decode b85encode decode
                decodebytes encode encodebytes standard_b64decode standard_b64encode urlsafe_b64decode urlsafe_b64encode
                """,
            ["binascii"] = """
                Error Incomplete a2b_base64 a2b_hex a2b_qp a2b_uu b2a_base64 b2a_hex b2a_qp b2a_uu crc32 crc_hqx hexlify unhexlify
                """,
            ["bisect"] = """
                bisect bisect_left bisect_right insort insort_left insort_right
                """,
            ["calendar"] = """
                Calendar FRIDAY HTMLCalendar IllegalMonthError IllegalWeekdayError LocaleHTMLCalendar LocaleTextCalendar MONDAY SATURDAY SUNDAY THURSDAY
                TUESDAY TextCalendar WEDNESDAY calendar day_abbr day_name firstweekday isleap leapdays month month_abbr month_name monthcalendar monthrange
                prcal prmonth setfirstweekday timegm weekday weekheader
                """,
            ["cmath"] = """
                acos acosh asin asinh atan atanh cos cosh e exp inf infj isclose isfinite isinf isnan log log10 nan nanj phase pi polar rect sin sinh sqrt
                tan tanh tau
                """,
            ["codecs"] = """
                BOM BOM32_BE BOM32_LE BOM64_BE BOM64_LE BOM_BE BOM_LE BOM_UTF16 BOM_UTF16_BE BOM_UTF16_LE BOM_UTF32 BOM_UTF32_BE BOM_UTF32_LE BOM_UTF8 Codec
                CodecInfo EncodedFile IncrementalDecoder IncrementalEncoder StreamReader StreamReaderWriter StreamRecoder StreamWriter
                backslashreplace_errors decode encode getdecoder getencoder getincrementaldecoder getincrementalencoder getreader getwriter ignore_errors
                iterdecode iterencode lookup lookup_error namereplace_errors open register register_error replace_errors strict_errors
                xmlcharrefreplace_errors
                """,
            ["collections"] = """
                ChainMap Counter OrderedDict UserDict UserList UserString defaultdict deque namedtuple
                """,
            ["collections.abc"] = """
                AsyncGenerator AsyncIterable AsyncIterator Awaitable ByteString Callable Collection Container Coroutine Generator Hashable ItemsView
                Iterable Iterator KeysView Mapping MappingView MutableMapping MutableSequence MutableSet Reversible Sequence Set Sized ValuesView
                """,
            ["concurrent.futures"] = """
                ALL_COMPLETED BrokenExecutor CancelledError Executor FIRST_COMPLETED FIRST_EXCEPTION Future ProcessPoolExecutor ThreadPoolExecutor
                TimeoutError as_completed wait
                """,
            ["configparser"] = """
                BasicInterpolation ConfigParser ConverterMapping DEFAULTSECT DuplicateOptionError DuplicateSectionError ExtendedInterpolation Interpolation
                InterpolationDepthError InterpolationError InterpolationMissingOptionError InterpolationSyntaxError LegacyInterpolation
                MAX_INTERPOLATION_DEPTH MissingSectionHeaderError NoOptionError NoSectionError ParsingError RawConfigParser SafeConfigParser SectionProxy
                """,
            ["contextlib"] = """
                AbstractAsyncContextManager AbstractContextManager AsyncExitStack ContextDecorator ExitStack aclosing asynccontextmanager chdir closing
                contextmanager nullcontext redirect_stderr redirect_stdout suppress
                """,
            ["copy"] = """
                Error copy deepcopy
                """,
            ["csv"] = """
                Dialect DictReader DictWriter Error QUOTE_ALL QUOTE_MINIMAL QUOTE_NONE QUOTE_NONNUMERIC Sniffer excel excel_tab field_size_limit get_dialect
                list_dialects reader register_dialect unix_dialect unregister_dialect writer
                """,
            ["ctypes"] = """
                ArgumentError Array BigEndianStructure BigEndianUnion LibraryLoader LittleEndianStructure LittleEndianUnion PyDLL SetPointerType Structure
                Union addressof alignment byref c_bool c_buffer c_byte c_char c_char_p c_double c_float c_int c_int16 c_int32 c_int64 c_int8 c_long
                c_longdouble c_longlong c_short c_size_t c_ssize_t c_ubyte c_uint c_uint16 c_uint32 c_uint64 c_uint8 c_ulong c_ulonglong c_ushort c_void_p
                c_voidp c_wchar c_wchar_p cast cdll create_string_buffer create_unicode_buffer get_errno memmove memset pointer py_object pydll pythonapi
                resize set_errno sizeof string_at wstring_at
                """,
            ["dataclasses"] = """
                Field FrozenInstanceError InitVar KW_ONLY MISSING asdict astuple dataclass field fields is_dataclass make_dataclass replace
                """,
            ["datetime"] = """
                MAXYEAR MINYEAR UTC date datetime datetime_CAPI time timedelta timezone tzinfo
                """,
            ["decimal"] = """
                BasicContext Clamped Context ConversionSyntax Decimal DecimalException DecimalTuple DefaultContext DivisionByZero DivisionImpossible
                DivisionUndefined ExtendedContext FloatOperation HAVE_CONTEXTVAR HAVE_THREADS Inexact InvalidContext InvalidOperation MAX_EMAX MAX_PREC
                MIN_EMIN MIN_ETINY Overflow ROUND_05UP ROUND_CEILING ROUND_DOWN ROUND_FLOOR ROUND_HALF_DOWN ROUND_HALF_EVEN ROUND_HALF_UP ROUND_UP Rounded
                Subnormal Underflow getcontext localcontext setcontext
                """,
            ["difflib"] = """
                Differ HtmlDiff IS_CHARACTER_JUNK IS_LINE_JUNK Match SequenceMatcher context_diff diff_bytes get_close_matches ndiff restore unified_diff
                """,
            ["email.message"] = """
                EmailMessage Message
                """,
            ["enum"] = """
                CONFORM CONTINUOUS EJECT Enum EnumCheck EnumMeta EnumType Flag FlagBoundary IntEnum IntFlag KEEP NAMED_FLAGS ReprEnum STRICT StrEnum UNIQUE
                auto global_enum global_enum_repr global_flag_repr global_str member nonmember property unique verify
                """,
            ["errno"] = """
                errorcode
                """,
            ["fnmatch"] = """
                filter fnmatch fnmatchcase translate
                """,
            ["fractions"] = """
                Fraction
                """,
            ["functools"] = """
                WRAPPER_ASSIGNMENTS WRAPPER_UPDATES cache cached_property cmp_to_key lru_cache partial partialmethod reduce singledispatch
                singledispatchmethod total_ordering update_wrapper wraps
                """,
            ["gc"] = """
                DEBUG_COLLECTABLE DEBUG_LEAK DEBUG_SAVEALL DEBUG_STATS DEBUG_UNCOLLECTABLE callbacks collect disable enable freeze garbage get_count
                get_debug get_freeze_count get_objects get_referents get_referrers get_stats get_threshold is_finalized is_tracked isenabled set_debug
                set_threshold unfreeze
                """,
            ["getpass"] = """
                GetPassWarning getpass getuser
                """,
            ["glob"] = """
                escape glob iglob
                """,
            ["gzip"] = """
                BadGzipFile GzipFile compress decompress open
                """,
            ["hashlib"] = """
                algorithms_available algorithms_guaranteed blake2b blake2s file_digest md5 new pbkdf2_hmac sha1 sha224 sha256 sha384 sha3_224 sha3_256
                sha3_384 sha3_512 sha512 shake_128 shake_256
                """,
            ["heapq"] = """
                heapify heappop heappush heappushpop heapreplace merge nlargest nsmallest
                """,
            ["hmac"] = """
                HMAC compare_digest digest digest_size new trans_36 trans_5C
                """,
            ["html"] = """
                escape unescape
                """,
            ["html.parser"] = """
                HTMLParser
                """,
            ["http"] = """
                HTTPMethod HTTPStatus
                """,
            ["http.client"] = """
                BadStatusLine CannotSendHeader CannotSendRequest HTTPConnection HTTPException HTTPResponse HTTPSConnection ImproperConnectionState
                IncompleteRead InvalidURL LineTooLong NotConnected RemoteDisconnected ResponseNotReady UnimplementedFileMode UnknownProtocol
                UnknownTransferEncoding error responses
                """,
            ["http.server"] = """
                BaseHTTPRequestHandler CGIHTTPRequestHandler HTTPServer SimpleHTTPRequestHandler ThreadingHTTPServer
                """,
            ["importlib"] = """
                import_module invalidate_caches reload
                """,
            ["inspect"] = """
                ArgInfo Arguments Attribute BlockFinder BoundArguments CORO_CLOSED CORO_CREATED CORO_RUNNING CORO_SUSPENDED CO_ASYNC_GENERATOR CO_COROUTINE
                CO_GENERATOR CO_ITERABLE_COROUTINE CO_NESTED CO_NEWLOCALS CO_NOFREE CO_OPTIMIZED CO_VARARGS CO_VARKEYWORDS ClassFoundException ClosureVars
                EndOfBlock FrameInfo FullArgSpec GEN_CLOSED GEN_CREATED GEN_RUNNING GEN_SUSPENDED OrderedDict Parameter Signature TPFLAGS_IS_ABSTRACT
                Traceback attrgetter classify_class_attrs cleandoc currentframe findsource formatannotation formatannotationrelativeto formatargvalues
                get_annotations getabsfile getargs getargvalues getattr_static getblock getcallargs getclasstree getclosurevars getcomments
                getcoroutinelocals getcoroutinestate getdoc getfile getframeinfo getfullargspec getgeneratorlocals getgeneratorstate getinnerframes
                getlineno getmembers getmembers_static getmodule getmodulename getmro getouterframes getsource getsourcefile getsourcelines indentsize
                isabstract isasyncgen isasyncgenfunction isawaitable isbuiltin isclass iscode iscoroutine iscoroutinefunction isdatadescriptor isframe
                isfunction isgenerator isgeneratorfunction isgetsetdescriptor iskeyword ismemberdescriptor ismethod ismethoddescriptor ismethodwrapper
                ismodule isroutine istraceback modulesbyfile namedtuple signature stack trace unwrap walktree
                """,
            ["io"] = """
                BlockingIOError BufferedIOBase BufferedRWPair BufferedRandom BufferedReader BufferedWriter BytesIO FileIO IOBase RawIOBase SEEK_CUR SEEK_END
                SEEK_SET StringIO TextIOBase TextIOWrapper UnsupportedOperation open open_code
                """,
            ["ipaddress"] = """
                AddressValueError IPV4LENGTH IPV6LENGTH IPv4Address IPv4Interface IPv4Network IPv6Address IPv6Interface IPv6Network NetmaskValueError
                collapse_addresses get_mixed_type_key ip_address ip_interface ip_network summarize_address_range v4_int_to_packed v6_int_to_packed
                """,
            ["itertools"] = """
                accumulate chain combinations combinations_with_replacement compress count cycle dropwhile filterfalse groupby islice pairwise permutations
                product repeat starmap takewhile tee zip_longest
                """,
            ["json"] = """
                JSONDecodeError JSONDecoder JSONEncoder detect_encoding dump dumps load loads
                """,
            ["keyword"] = """
                iskeyword issoftkeyword kwlist softkwlist
                """,
            ["linecache"] = """
                checkcache clearcache getline lazycache
                """,
            ["locale"] = """
                Error atof atoi currency format format_string getdefaultlocale getencoding getlocale getpreferredencoding localeconv normalize resetlocale
                setlocale str strcoll strxfrm
                """,
            ["logging"] = """
                BASIC_FORMAT BufferingFormatter CRITICAL DEBUG ERROR FATAL FileHandler Filter Filterer Formatter GenericAlias Handler INFO LogRecord Logger
                LoggerAdapter Manager NOTSET NullHandler PercentStyle PlaceHolder RootLogger StrFormatStyle StreamHandler StringTemplateStyle Template WARN
                WARNING addLevelName basicConfig captureWarnings critical currentframe debug disable error exception fatal getLevelName getLevelNamesMapping
                getLogRecordFactory getLogger getLoggerClass info lastResort log logMultiprocessing logProcesses logThreads makeLogRecord raiseExceptions
                root setLogRecordFactory setLoggerClass shutdown warn warning
                """,
            ["lzma"] = """
                CHECK_CRC32 CHECK_CRC64 CHECK_ID_MAX CHECK_NONE CHECK_SHA256 CHECK_UNKNOWN FILTER_ARM FILTER_ARMTHUMB FILTER_DELTA FILTER_IA64 FILTER_LZMA1
                FILTER_LZMA2 FILTER_POWERPC FILTER_SPARC FILTER_X86 FORMAT_ALONE FORMAT_AUTO FORMAT_RAW FORMAT_XZ LZMACompressor LZMADecompressor LZMAError
                LZMAFile MF_BT2 MF_BT3 MF_BT4 MF_HC3 MF_HC4 MODE_FAST MODE_NORMAL PRESET_DEFAULT PRESET_EXTREME compress decompress is_check_supported open
                """,
            ["math"] = """
                acos acosh asin asinh atan atan2 atanh cbrt ceil comb copysign cos cosh degrees dist e erf erfc exp exp2 expm1 fabs factorial floor fmod
                frexp fsum gamma gcd hypot inf isclose isfinite isinf isnan isqrt lcm ldexp lgamma log log10 log1p log2 modf nan nextafter perm pi pow prod
                radians remainder sin sinh sqrt tan tanh tau trunc ulp
                """,
            ["mimetypes"] = """
                MimeTypes add_type common_types encodings_map guess_all_extensions guess_extension guess_type init inited knownfiles read_mime_types
                suffix_map types_map
                """,
            ["multiprocessing"] = """
                Array AuthenticationError Barrier BoundedSemaphore BufferTooShort Condition Event JoinableQueue Lock Manager Pipe Pool Process ProcessError
                Queue RLock RawArray RawValue Semaphore SimpleQueue TimeoutError Value active_children allow_connection_pickling cpu_count current_process
                freeze_support get_all_start_methods get_context get_logger get_start_method log_to_stderr parent_process reducer set_executable
                set_forkserver_preload set_start_method
                """,
            ["numbers"] = """
                Complex Integral Number Rational Real
                """,
            ["operator"] = """
                abs add and_ attrgetter call concat contains countOf delitem eq floordiv ge getitem gt iadd iand iconcat ifloordiv ilshift imatmul imod imul
                index indexOf inv invert ior ipow irshift is_ is_not isub itemgetter itruediv ixor le length_hint lshift lt matmul methodcaller mod mul ne
                neg not_ or_ pos pow rshift setitem sub truediv truth xor
                """,
            ["os"] = """
                CLD_CONTINUED CLD_DUMPED CLD_EXITED CLD_KILLED CLD_STOPPED CLD_TRAPPED DirEntry EFD_CLOEXEC EFD_NONBLOCK EFD_SEMAPHORE EX_CANTCREAT
                EX_CONFIG EX_DATAERR EX_IOERR EX_NOHOST EX_NOINPUT EX_NOPERM EX_NOUSER EX_OK EX_OSERR EX_OSFILE EX_PROTOCOL EX_SOFTWARE EX_TEMPFAIL
                EX_UNAVAILABLE EX_USAGE F_LOCK F_OK F_TEST F_TLOCK F_ULOCK GRND_NONBLOCK GRND_RANDOM GenericAlias MFD_ALLOW_SEALING MFD_CLOEXEC MFD_HUGETLB
                MFD_HUGE_16GB MFD_HUGE_16MB MFD_HUGE_1GB MFD_HUGE_1MB MFD_HUGE_256MB MFD_HUGE_2GB MFD_HUGE_2MB MFD_HUGE_32MB MFD_HUGE_512KB MFD_HUGE_512MB
                MFD_HUGE_64KB MFD_HUGE_8MB MFD_HUGE_MASK MFD_HUGE_SHIFT Mapping MutableMapping NGROUPS_MAX O_ACCMODE O_APPEND O_ASYNC O_CLOEXEC O_CREAT
                O_DIRECT O_DIRECTORY O_DSYNC O_EXCL O_FSYNC O_LARGEFILE O_NDELAY O_NOATIME O_NOCTTY O_NOFOLLOW O_NONBLOCK O_PATH O_RDONLY O_RDWR O_RSYNC
                O_SYNC O_TMPFILE O_TRUNC O_WRONLY POSIX_FADV_DONTNEED POSIX_FADV_NOREUSE POSIX_FADV_NORMAL POSIX_FADV_RANDOM POSIX_FADV_SEQUENTIAL
                POSIX_FADV_WILLNEED POSIX_SPAWN_CLOSE POSIX_SPAWN_DUP2 POSIX_SPAWN_OPEN PRIO_PGRP PRIO_PROCESS PRIO_USER P_ALL P_NOWAIT P_NOWAITO P_PGID
                P_PID P_PIDFD P_WAIT PathLike RTLD_DEEPBIND RTLD_GLOBAL RTLD_LAZY RTLD_LOCAL RTLD_NODELETE RTLD_NOLOAD RTLD_NOW RWF_APPEND RWF_DSYNC
                RWF_HIPRI RWF_NOWAIT RWF_SYNC R_OK SCHED_BATCH SCHED_FIFO SCHED_IDLE SCHED_OTHER SCHED_RESET_ON_FORK SCHED_RR SEEK_CUR SEEK_DATA SEEK_END
                SEEK_HOLE SEEK_SET SPLICE_F_MORE SPLICE_F_MOVE SPLICE_F_NONBLOCK ST_APPEND ST_MANDLOCK ST_NOATIME ST_NODEV ST_NODIRATIME ST_NOEXEC ST_NOSUID
                ST_RDONLY ST_RELATIME ST_SYNCHRONOUS ST_WRITE TMP_MAX WCONTINUED WCOREDUMP WEXITED WEXITSTATUS WIFCONTINUED WIFEXITED WIFSIGNALED WIFSTOPPED
                WNOHANG WNOWAIT WSTOPPED WSTOPSIG WTERMSIG WUNTRACED W_OK XATTR_CREATE XATTR_REPLACE XATTR_SIZE_MAX X_OK abort access altsep chdir chmod
                chown chroot close closerange confstr confstr_names copy_file_range cpu_count ctermid curdir defpath device_encoding devnull dup dup2
                environ environb error eventfd eventfd_read eventfd_write execl execle execlp execlpe execv execve execvp execvpe extsep fchdir fchmod
                fchown fdatasync fdopen fork forkpty fpathconf fsdecode fsencode fspath fstat fstatvfs fsync ftruncate fwalk get_blocking get_exec_path
                get_inheritable get_terminal_size getcwd getcwdb getegid getenv getenvb geteuid getgid getgrouplist getgroups getloadavg getlogin getpgid
                getpgrp getpid getppid getpriority getrandom getresgid getresuid getsid getuid getxattr initgroups isatty kill killpg lchown linesep link
                listdir listxattr lockf login_tty lseek lstat major makedev makedirs memfd_create minor mkdir mkfifo mknod name nice open openpty pardir
                path pathconf pathconf_names pathsep pidfd_open pipe pipe2 popen posix_fadvise posix_fallocate posix_spawn posix_spawnp pread preadv putenv
                pwrite pwritev read readlink readv register_at_fork remove removedirs removexattr rename renames replace rmdir scandir
                sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getparam sched_getscheduler sched_param sched_rr_get_interval
                sched_setaffinity sched_setparam sched_setscheduler sched_yield sendfile sep set_blocking set_inheritable setegid seteuid setgid setgroups
                setpgid setpgrp setpriority setregid setresgid setresuid setreuid setsid setuid setxattr spawnl spawnle spawnlp spawnlpe spawnv spawnve
                spawnvp spawnvpe splice stat stat_result statvfs statvfs_result strerror supports_bytes_environ supports_dir_fd supports_effective_ids
                supports_fd supports_follow_symlinks symlink sync sysconf sysconf_names system tcgetpgrp tcsetpgrp terminal_size times times_result truncate
                ttyname umask uname uname_result unlink unsetenv urandom utime wait wait3 wait4 waitid waitid_result waitpid waitstatus_to_exitcode walk
                write writev
                """,
            ["os.path"] = """
                abspath altsep basename commonpath commonprefix curdir defpath devnull dirname exists expanduser expandvars extsep getatime getctime
                getmtime getsize isabs isdir isfile islink ismount join lexists normcase normpath pardir pathsep realpath relpath samefile sameopenfile
                samestat sep split splitdrive splitext supports_unicode_filenames
                """,
            ["pathlib"] = """
                Path PosixPath PurePath PurePosixPath PureWindowsPath WindowsPath
                """,
            ["pickle"] = """
                ADDITEMS APPEND APPENDS BINBYTES BINBYTES8 BINFLOAT BINGET BININT BININT1 BININT2 BINPERSID BINPUT BINSTRING BINUNICODE BINUNICODE8 BUILD
                BYTEARRAY8 DEFAULT_PROTOCOL DICT DUP EMPTY_DICT EMPTY_LIST EMPTY_SET EMPTY_TUPLE EXT1 EXT2 EXT4 FALSE FLOAT FRAME FROZENSET GET GLOBAL
                HIGHEST_PROTOCOL INST INT LIST LONG LONG1 LONG4 LONG_BINGET LONG_BINPUT MARK MEMOIZE NEWFALSE NEWOBJ NEWOBJ_EX NEWTRUE NEXT_BUFFER NONE OBJ
                PERSID POP POP_MARK PROTO PUT PickleBuffer PickleError Pickler PicklingError READONLY_BUFFER REDUCE SETITEM SETITEMS SHORT_BINBYTES
                SHORT_BINSTRING SHORT_BINUNICODE STACK_GLOBAL STOP STRING TRUE TUPLE TUPLE1 TUPLE2 TUPLE3 UNICODE Unpickler UnpicklingError dump dumps load
                loads
                """,
            ["platform"] = """
                architecture freedesktop_os_release java_ver libc_ver mac_ver machine node platform processor python_branch python_build python_compiler
                python_implementation python_revision python_version python_version_tuple release system system_alias uname uname_result version
                win32_edition win32_is_iot win32_ver
                """,
            ["pprint"] = """
                PrettyPrinter isreadable isrecursive pformat pp pprint saferepr
                """,
            ["queue"] = """
                Empty Full LifoQueue PriorityQueue Queue SimpleQueue
                """,
            ["random"] = """
                Random SystemRandom betavariate choice choices expovariate gammavariate gauss getrandbits getstate lognormvariate normalvariate
                paretovariate randbytes randint random randrange sample seed setstate shuffle triangular uniform vonmisesvariate weibullvariate
                """,
            ["re"] = """
                A ASCII DEBUG DOTALL I IGNORECASE L LOCALE M MULTILINE Match NOFLAG Pattern RegexFlag S Scanner T TEMPLATE U UNICODE VERBOSE X compile error
                escape findall finditer fullmatch match purge search split sub subn template
                """,
            ["sched"] = """
                scheduler
                """,
            ["secrets"] = """
                SystemRandom choice compare_digest randbelow randbits token_bytes token_hex token_urlsafe
                """,
            ["select"] = """
                epoll error poll select
                """,
            ["shelve"] = """
                BsdDbShelf DbfilenameShelf Shelf open
                """,
            ["shlex"] = """
                join quote shlex split
                """,
            ["shutil"] = """
                Error ExecError SameFileError SpecialFileError chown copy copy2 copyfile copyfileobj copymode copystat copytree disk_usage
                get_archive_formats get_terminal_size get_unpack_formats ignore_patterns make_archive move register_archive_format register_unpack_format
                rmtree unpack_archive unregister_archive_format unregister_unpack_format which
                """,
            ["signal"] = """
                Handlers ItimerError Sigmasks Signals alarm default_int_handler getitimer getsignal pause pidfd_send_signal pthread_kill pthread_sigmask
                raise_signal set_wakeup_fd setitimer siginterrupt signal sigpending sigtimedwait sigwait sigwaitinfo strsignal struct_siginfo valid_signals
                """,
            ["smtplib"] = """
                SMTP SMTPAuthenticationError SMTPConnectError SMTPDataError SMTPException SMTPHeloError SMTPNotSupportedError SMTPRecipientsRefused
                SMTPResponseException SMTPSenderRefused SMTPServerDisconnected SMTP_SSL quoteaddr quotedata
                """,
            ["socket"] = """
                AF_DECnet AddressFamily AddressInfo IntEnum IntFlag MsgFlag SocketIO SocketKind SocketType close create_connection create_server dup error
                fromfd gaierror getaddrinfo getdefaulttimeout getfqdn gethostbyaddr gethostbyname gethostbyname_ex gethostname getnameinfo getprotobyname
                getservbyname getservbyport has_dualstack_ipv6 has_ipv6 herror htonl htons if_indextoname if_nameindex if_nametoindex inet_aton inet_ntoa
                inet_ntop inet_pton ntohl ntohs recv_fds send_fds setdefaulttimeout sethostname socket socketpair timeout
                """,
            ["socketserver"] = """
                BaseRequestHandler BaseServer DatagramRequestHandler ForkingMixIn ForkingTCPServer ForkingUDPServer StreamRequestHandler TCPServer
                ThreadingMixIn ThreadingTCPServer ThreadingUDPServer ThreadingUnixDatagramServer ThreadingUnixStreamServer UDPServer UnixDatagramServer
                UnixStreamServer
                """,
            ["sqlite3"] = """
                Binary Blob Connection Cursor DataError DatabaseError Date DateFromTicks Error IntegrityError InterfaceError InternalError NotSupportedError
                OperationalError PrepareProtocol ProgrammingError Row Time TimeFromTicks Timestamp TimestampFromTicks Warning adapt adapters apilevel
                complete_statement connect converters enable_callback_tracebacks enable_shared_cache paramstyle register_adapter register_converter
                sqlite_version sqlite_version_info threadsafety version version_info
                """,
            ["ssl"] = """
                AlertDescription CertificateError DER_cert_to_PEM_cert DefaultVerifyPaths HAS_SSLv2 HAS_SSLv3 HAS_TLSv1 HAS_TLSv1_1 HAS_TLSv1_2 HAS_TLSv1_3
                MemoryBIO OP_NO_SSLv2 OP_NO_SSLv3 OP_NO_TLSv1 OP_NO_TLSv1_1 OP_NO_TLSv1_2 OP_NO_TLSv1_3 Options PEM_cert_to_DER_cert PROTOCOL_SSLv23
                PROTOCOL_TLSv1 PROTOCOL_TLSv1_1 PROTOCOL_TLSv1_2 Purpose RAND_add RAND_bytes RAND_pseudo_bytes RAND_status SSLCertVerificationError
                SSLContext SSLEOFError SSLError SSLErrorNumber SSLObject SSLSession SSLSocket SSLSyscallError SSLWantReadError SSLWantWriteError
                SSLZeroReturnError TLSVersion VerifyFlags VerifyMode cert_time_to_seconds create_connection create_default_context get_default_verify_paths
                get_protocol_name get_server_certificate match_hostname namedtuple socket socket_error wrap_socket
                """,
            ["stat"] = """
                filemode
                """,
            ["statistics"] = """
                NormalDist StatisticsError correlation covariance fmean geometric_mean harmonic_mean linear_regression mean median median_grouped
                median_high median_low mode multimode pstdev pvariance quantiles stdev variance
                """,
            ["string"] = """
                Formatter Template ascii_letters ascii_lowercase ascii_uppercase capwords digits hexdigits octdigits printable punctuation whitespace
                """,
            ["struct"] = """
                Struct calcsize error iter_unpack pack pack_into unpack unpack_from
                """,
            ["subprocess"] = """
                CalledProcessError CompletedProcess DEVNULL PIPE Popen STDOUT SubprocessError TimeoutExpired call check_call check_output getoutput
                getstatusoutput run
                """,
            ["sys"] = """
                abiflags addaudithook api_version argv audit base_exec_prefix base_prefix breakpointhook builtin_module_names byteorder call_tracing
                copyright displayhook dont_write_bytecode exc_info excepthook exception exec_prefix executable exit flags float_info float_repr_style
                get_asyncgen_hooks get_coroutine_origin_tracking_depth get_int_max_str_digits getallocatedblocks getdefaultencoding getdlopenflags
                getfilesystemencodeerrors getfilesystemencoding getprofile getrecursionlimit getrefcount getsizeof getswitchinterval gettrace hash_info
                hexversion implementation int_info intern is_finalizing maxsize maxunicode meta_path modules orig_argv path path_hooks path_importer_cache
                platform platlibdir prefix pycache_prefix set_asyncgen_hooks set_coroutine_origin_tracking_depth set_int_max_str_digits setdlopenflags
                setprofile setrecursionlimit setswitchinterval settrace stderr stdin stdlib_module_names stdout thread_info unraisablehook version
                version_info warnoptions
                """,
            ["tarfile"] = """
                CompressionError DEFAULT_FORMAT ENCODING ExtractError GNU_FORMAT HeaderError PAX_FORMAT ReadError StreamError TarError TarFile TarInfo
                USTAR_FORMAT is_tarfile open
                """,
            ["tempfile"] = """
                NamedTemporaryFile SpooledTemporaryFile TMP_MAX TemporaryDirectory TemporaryFile gettempdir gettempdirb gettempprefix gettempprefixb mkdtemp
                mkstemp mktemp tempdir
                """,
            ["textwrap"] = """
                TextWrapper dedent fill indent shorten wrap
                """,
            ["threading"] = """
                Barrier BoundedSemaphore BrokenBarrierError Condition Event ExceptHookArgs Lock RLock Semaphore TIMEOUT_MAX Thread ThreadError Timer
                active_count current_thread enumerate excepthook get_ident get_native_id getprofile gettrace local main_thread setprofile settrace
                stack_size
                """,
            ["time"] = """
                CLOCK_BOOTTIME CLOCK_MONOTONIC CLOCK_MONOTONIC_RAW CLOCK_PROCESS_CPUTIME_ID CLOCK_REALTIME CLOCK_TAI CLOCK_THREAD_CPUTIME_ID altzone asctime
                clock_getres clock_gettime clock_gettime_ns clock_settime clock_settime_ns ctime daylight get_clock_info gmtime localtime mktime monotonic
                monotonic_ns perf_counter perf_counter_ns process_time process_time_ns pthread_getcpuclockid sleep strftime strptime struct_time thread_time
                thread_time_ns time time_ns timezone tzname tzset
                """,
            ["timeit"] = """
                Timer default_timer repeat timeit
                """,
            ["token"] = """
                tok_name
                """,
            ["tokenize"] = """
                TokenInfo detect_encoding generate_tokens tok_name tokenize untokenize
                """,
            ["tomllib"] = """
                TOMLDecodeError load loads
                """,
            ["traceback"] = """
                FrameSummary StackSummary TracebackException clear_frames extract_stack extract_tb format_exc format_exception format_exception_only
                format_list format_stack format_tb print_exc print_exception print_last print_stack print_tb walk_stack walk_tb
                """,
            ["types"] = """
                AsyncGeneratorType BuiltinFunctionType BuiltinMethodType CellType ClassMethodDescriptorType CodeType CoroutineType DynamicClassAttribute
                EllipsisType FrameType FunctionType GeneratorType GenericAlias GetSetDescriptorType LambdaType MappingProxyType MemberDescriptorType
                MethodDescriptorType MethodType MethodWrapperType ModuleType NoneType NotImplementedType SimpleNamespace TracebackType UnionType
                WrapperDescriptorType coroutine new_class prepare_class resolve_bases
                """,
            ["typing"] = """
                AbstractSet Annotated Any AnyStr AsyncContextManager AsyncGenerator AsyncIterable AsyncIterator Awaitable BinaryIO ByteString Callable
                ChainMap ClassVar Collection Concatenate Container ContextManager Coroutine Counter DefaultDict Deque Dict Final ForwardRef FrozenSet
                Generator Generic Hashable IO ItemsView Iterable Iterator KeysView List Literal LiteralString Mapping MappingView Match MutableMapping
                MutableSequence MutableSet NamedTuple Never NewType NoReturn NotRequired Optional OrderedDict ParamSpec ParamSpecArgs ParamSpecKwargs
                Pattern Protocol Required Reversible Self Sequence Set Sized SupportsAbs SupportsBytes SupportsComplex SupportsFloat SupportsIndex
                SupportsInt SupportsRound TYPE_CHECKING Text TextIO Tuple Type TypeAlias TypeGuard TypeVar TypeVarTuple TypedDict Union Unpack ValuesView
                assert_never assert_type cast clear_overloads dataclass_transform final get_args get_origin get_overloads get_type_hints is_typeddict
                no_type_check no_type_check_decorator overload reveal_type runtime_checkable
                """,
            ["unicodedata"] = """
                UCD bidirectional category combining decimal decomposition digit east_asian_width is_normalized lookup mirrored name normalize numeric
                ucd_3_2_0 unidata_version
                """,
            ["unittest"] = """
                BaseTestSuite FunctionTestCase IsolatedAsyncioTestCase SkipTest TestCase TestLoader TestProgram TestResult TestSuite TextTestResult
                TextTestRunner addModuleCleanup defaultTestLoader doModuleCleanups enterModuleContext expectedFailure findTestCases getTestCaseNames
                installHandler load_tests main makeSuite registerResult removeHandler removeResult skip skipIf skipUnless
                """,
            ["unittest.mock"] = """
                ANY AsyncMock DEFAULT FILTER_DIR MagicMock Mock NonCallableMagicMock NonCallableMock PropertyMock call create_autospec mock_open patch seal
                sentinel
                """,
            ["urllib.error"] = """
                ContentTooShortError HTTPError URLError
                """,
            ["urllib.parse"] = """
                DefragResult DefragResultBytes ParseResult ParseResultBytes SplitResult SplitResultBytes parse_qs parse_qsl quote quote_from_bytes
                quote_plus unquote unquote_plus unquote_to_bytes urldefrag urlencode urljoin urlparse urlsplit urlunparse urlunsplit
                """,
            ["urllib.request"] = """
                AbstractBasicAuthHandler AbstractDigestAuthHandler BaseHandler CacheFTPHandler DataHandler FTPHandler FancyURLopener FileHandler
                HTTPBasicAuthHandler HTTPCookieProcessor HTTPDefaultErrorHandler HTTPDigestAuthHandler HTTPErrorProcessor HTTPHandler HTTPPasswordMgr
                HTTPPasswordMgrWithDefaultRealm HTTPPasswordMgrWithPriorAuth HTTPRedirectHandler HTTPSHandler OpenerDirector ProxyBasicAuthHandler
                ProxyDigestAuthHandler ProxyHandler Request URLopener UnknownHandler build_opener getproxies install_opener pathname2url url2pathname
                urlcleanup urlopen urlretrieve
                """,
            ["uuid"] = """
                Enum NAMESPACE_DNS NAMESPACE_OID NAMESPACE_URL NAMESPACE_X500 RESERVED_FUTURE RESERVED_MICROSOFT RESERVED_NCS RFC_4122 SafeUUID UUID bytes_
                getnode int_ uuid1 uuid3 uuid4 uuid5
                """,
            ["warnings"] = """
                catch_warnings filterwarnings formatwarning resetwarnings showwarning simplefilter warn warn_explicit
                """,
            ["weakref"] = """
                CallableProxyType ProxyType ProxyTypes ReferenceType WeakKeyDictionary WeakMethod WeakSet WeakValueDictionary finalize getweakrefcount
                getweakrefs proxy ref
                """,
            ["xml.etree.ElementTree"] = """
                C14NWriterTarget Comment Element ElementTree PI ParseError ProcessingInstruction QName SubElement TreeBuilder VERSION XML XMLID XMLParser
                XMLPullParser canonicalize dump fromstring fromstringlist indent iselement iterparse parse register_namespace tostring tostringlist
                """,
            ["zipfile"] = """
                BadZipFile BadZipfile LargeZipFile Path PyZipFile ZIP_BZIP2 ZIP_DEFLATED ZIP_LZMA ZIP_STORED ZipFile ZipInfo error is_zipfile
                """,
            ["zlib"] = """
                DEFLATED DEF_BUF_SIZE DEF_MEM_LEVEL MAX_WBITS ZLIB_RUNTIME_VERSION ZLIB_VERSION Z_BEST_COMPRESSION Z_BEST_SPEED Z_BLOCK
                Z_DEFAULT_COMPRESSION Z_DEFAULT_STRATEGY Z_FILTERED Z_FINISH Z_FIXED Z_FULL_FLUSH Z_HUFFMAN_ONLY Z_NO_COMPRESSION Z_NO_FLUSH Z_PARTIAL_FLUSH
                Z_RLE Z_SYNC_FLUSH Z_TREES adler32 compress compressobj crc32 decompress decompressobj error
                """,
            ["zoneinfo"] = """
                InvalidTZPathWarning TZPATH ZoneInfo ZoneInfoNotFoundError available_timezones reset_tzpath
                """,
        }.ToFrozenDictionary();
    }
}
