/* stop.c: makes "out of memory" a crash. bilan ends with _Exit then, which libFuzzer does not
 * notice; the linker (--wrap=_Exit) leads it here.
 */
#include <stdlib.h>

_Noreturn void __wrap__Exit(int status);

_Noreturn void
__wrap__Exit(int status)
{
	(void)status;
	abort();
}
