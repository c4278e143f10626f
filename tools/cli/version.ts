/** Set by the bundler to package.json's version. */
declare const BUNDLED_VERSION: string | undefined;

export const version: string = typeof BUNDLED_VERSION === 'string' ? BUNDLED_VERSION : 'development';
