/** Terms that people everywhere build passwords on, in the spelling that is compared. */
export const COMMON_TERMS: readonly string[] = [
  ...'password passwort passwd secret login admin administrator root master default changeme'.split(
    ' ',
  ),
  ...'welcome letmein access hello iloveyou trustno1 qwerty qwertz azerty asdf zxcv abcd'.split(
    ' ',
  ),
  ...'abc123 123456 1234 12345678 111111 000000 654321 test guest temp user company office'.split(
    ' ',
  ),
  ...'football baseball soccer hockey cricket dragon monkey tiger lion eagle shadow sunshine'.split(
    ' ',
  ),
  ...'princess superman batman pokemon starwars freedom whatever computer internet server'.split(
    ' ',
  ),
  ...'michael jordan daniel charlie thomas jessica ashley summer winter spring autumn monday'.split(
    ' ',
  ),
  ...'january february march april june july august september october november december'.split(' '),
];
