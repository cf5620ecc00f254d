import { Lost } from "./lost.tsx";

export default Lost;
