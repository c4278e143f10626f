import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Variant } from '../doubles/module/build.ts';

/** SIGSCI_MODULE_VARIANT=sanitized runs a test file with the module built for AddressSanitizer and UBSan. */
export const libraryVariant: Variant = process.env['SIGSCI_MODULE_VARIANT'] === 'sanitized' ? 'sanitized' : 'plain';

const runtimes = (): string => ['libasan.so', 'libubsan.so'].map((name) => execFileSync('gcc', [`-print-file-name=${name}`], { encoding: 'utf8' }).trim()).join(' ');

/**
 * nginx itself is Debian's, so the sanitizers' runtimes are preloaded. Leaks count at the end of each process; what
 * Debian's nginx leaves behind itself is suppressed by name.
 */
export const sanitizerEnvironment: Record<string, string> =
  libraryVariant === 'plain'
    ? {}
    : {
        LD_PRELOAD: runtimes(),
        ASAN_OPTIONS: 'detect_leaks=1:halt_on_error=1:abort_on_error=0:fast_unwind_on_malloc=0',
        UBSAN_OPTIONS: 'print_stacktrace=1:halt_on_error=1',
        LSAN_OPTIONS: `suppressions=${join(import.meta.dirname, 'leaks-of-nginx.txt')}:print_suppressions=0`,
      };
