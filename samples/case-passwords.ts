/**
 * The passwords that the case names, by local part. The only passwords in clear among the samples;
 * all four accounts are among those that the botnet uses.
 */
export const CASE_PASSWORDS: Readonly<Record<string, string>> = {
  usr1: 'Password1',
  usr2: 'MM152007',
  usr3: 'pass@321',
  usr4: 'h1y2d3',
};
