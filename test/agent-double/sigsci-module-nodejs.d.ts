declare module 'sigsci-module-nodejs';
