/** Token under which Nest provides the URL of the PostgreSQL in use: the site's, or the embedded one's. */
export const DATABASE_URL = Symbol('DatabaseUrl');
