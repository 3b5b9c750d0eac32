import { SetMetadata } from '@nestjs/common';

/** Metadata key of routes that answer without a credential. */
export const PUBLIC_ROUTE = 'authwarden:public-route';

/** Lets everybody call the route. Everything else needs a credential. */
export const Public = () => SetMetadata(PUBLIC_ROUTE, true);
