/** Size of the map in units of its SVG. */
export const MAP_WIDTH = 1_000;
export const MAP_HEIGHT = 500;
const SCALE = 180;
const MIDDLE = { x: MAP_WIDTH / 2, y: MAP_HEIGHT / 2 + 20 };

/**
 * Where a place is on the map: the Natural Earth projection (Tom Patterson; polynomial of Bojan
 * Šavrič, B. Jenny, T. Patterson, D. Petrovič and L. Hurni, Cartographica 46(3), 2011).
 *
 * @param place degrees, WGS 84
 */
export function onMap({ latitude, longitude }: { latitude: number; longitude: number }) {
  const lambda = (longitude * Math.PI) / 180;
  const phi = (latitude * Math.PI) / 180;
  const phi2 = phi * phi;
  const phi4 = phi2 * phi2;
  const x =
    lambda *
    (0.8707 - 0.131979 * phi2 + phi4 * (-0.013791 + phi4 * (0.003971 * phi2 - 0.001529 * phi4)));
  const y =
    phi * (1.007226 + phi2 * (0.015085 + phi4 * (-0.044475 + 0.028874 * phi2 - 0.005916 * phi4)));
  return {
    x: Math.round(10 * (MIDDLE.x + SCALE * x)) / 10,
    y: Math.round(10 * (MIDDLE.y - SCALE * y)) / 10,
  };
}
