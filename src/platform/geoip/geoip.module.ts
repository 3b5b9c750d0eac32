import { Global, Module } from '@nestjs/common';
import { SETTINGS, type Settings } from '../config/settings.js';
import { GeoLocator } from './geo-locator.js';

/** Provides the process's {@link GeoLocator}. */
@Global()
@Module({
  providers: [
    {
      provide: GeoLocator,
      inject: [SETTINGS],
      useFactory: ({ GEOIP_CITY_DB: city, GEOIP_ASN_DB: asn }: Settings) =>
        GeoLocator.open({ city, asn }),
    },
  ],
  exports: [GeoLocator],
})
export class GeoipModule {}
