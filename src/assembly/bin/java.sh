# Sourced by the commands beside it: sets java, and options for its version.

fail() {
  echo "neural-style: $*" >&2
  exit 1
}

if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
  [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, where there is no bin/java. Set it to a JDK or JRE of Java 17 or newer."
else
  java=$(command -v java) || fail "no java found. Install Java 17 or newer, and set JAVA_HOME or PATH."
fi

said=$("$java" -version 2>&1 || true)
version=$(printf '%s\n' "$said" | sed -n 's/.* version "\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' | head -n 1)
case $version in
  '' | *[!0-9]*) fail "$java does not start: $(printf '%s\n' "$said" | sed -n 's/^# *\(There is .*\)\.$/\1/p; $p' | head -n 1). Give it more memory (ulimit -v), or set JAVA_HOME to Java 17 or newer." ;;
esac
[ "$version" -ge 17 ] || fail "Java 17 or newer is needed; $java is Java $version. Set JAVA_HOME to a newer one."

options=
# From Java 24 on, libtorch's library brings a warning without it; it is known from Java 22 on.
[ "$version" -lt 22 ] || options=--enable-native-access=ALL-UNNAMED

# In a bare environment Java takes names for ASCII, and files such as Bäume.png are not found.
[ "$(locale charmap 2>/dev/null || true)" != ANSI_X3.4-1968 ] || export LC_ALL=C.UTF-8

# libtorch allocates and frees feature maps all the time. Let glibc keep them: fresh pages from the
# system took a sixth of the processor's time. Values set by the user stay.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}"
export MALLOC_MMAP_MAX_="${MALLOC_MMAP_MAX_:-0}"
export MALLOC_TRIM_THRESHOLD_="${MALLOC_TRIM_THRESHOLD_:-1073741824}"

# Threads that wait sleep: where other programs share the processor, spinning made runs 2 to 4 times
# slower. Only for some microseconds they spin, the usual time from one operation to the next: that
# saves a sixth of the time at 128 px and a fortieth at 512 px, and costs a fifth where two share.
export OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-passive}"
export GOMP_SPINCOUNT="${GOMP_SPINCOUNT:-3000}"
