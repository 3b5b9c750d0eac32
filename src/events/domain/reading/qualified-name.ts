/** The login name of a name whose domain is told apart: `name@dns.domain`, or `NETBIOS\\name`. */
export function qualifiedName(name: string, domain: string | undefined): string {
  if (domain === undefined || /[@\\]/.test(name)) return name;
  return domain.includes('.') ? `${name}@${domain}` : `${domain}\\${name}`;
}
