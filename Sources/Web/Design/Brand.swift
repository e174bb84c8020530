/// The mark and the contour lines of terraced fields: own drawings, no emblem of the state.
public enum Brand {
    /// Lake, terraces and evening sky in a square of 34; in the band at the top. The app icons are drawn from it.
    public static let mark: HTML = #"""
        <svg viewBox="0 0 34 34" aria-hidden="true">\#
        <path fill="#F0C471" d="M0 14C7 5 13 6 18 10s10 5 16-3V6a6 6 0 0 0-6-6H6a6 6 0 0 0-6 6z"/>\#
        <path fill="#7CC9BC" d="M0 14C7 5 13 6 18 10s10 5 16-3v7c-6 8-11 7-16 3S7 13 0 21z"/>\#
        <path fill="#D6EBE4" d="M0 21c7-8 13-8 18-4s10 5 16-3v7c-6 7-11 6-16 3s-11-3-18 4z"/>\#
        <path fill="#3E9C90" d="M0 28c7-7 13-7 18-4s10 4 16-3v7a6 6 0 0 1-6 6H6a6 6 0 0 1-6-6z"/></svg>
        """#

    /// The hill on the front page, behind the question; last child of `.hero` before its `.page`.
    public static let hill: HTML = #"""
        <svg class="terraces" viewBox="0 0 1440 360" preserveAspectRatio="xMaxYMax slice" \#
        aria-hidden="true">\#
        <path d="M150 358C210 358 294 353 366 341S511 309 583 285 727 227 800 197 944 131 1016 104 1161 \#
        51 1233 35 1413 15 1450 11V360H150z"/>\#
        <path d="M150 358C210 358 294 354 366 343S511 313 583 292 727 240 800 214 944 157 1016 134 1161 \#
        89 1233 75 1413 56 1450 52V360H150z"/>\#
        <path d="M150 358C210 358 294 355 366 345S511 318 583 299 727 254 800 232 944 185 1016 165 1161 \#
        127 1233 115 1413 96 1450 92V360H150z"/>\#
        <path class="g" d="M150 358C210 358 294 355 366 346S511 323 583 307 727 270 800 251 944 213 \#
        1016 197 1161 164 1233 153 1413 134 1450 130V360H150z"/>\#
        <path d="M150 358C210 358 294 355 366 348S511 328 583 315 727 286 800 271 944 241 1016 228 1161 \#
        200 1233 190 1413 171 1450 168V360H150z"/>\#
        <path d="M150 358C210 358 294 355 366 349S511 334 583 324 727 303 800 292 944 269 1016 258 1161 \#
        233 1233 225 1413 209 1450 206V360H150z"/>\#
        <path d="M150 358C210 358 294 355 366 351S511 340 583 334 727 320 800 312 944 295 1016 286 1161 \#
        266 1233 259 1413 248 1450 245V360H150z"/>\#
        <path d="M150 358C210 358 294 355 366 353S511 347 583 344 727 337 800 332 944 320 1016 314 1161 \#
        299 1233 294 1413 288 1450 287V360H150z"/>\#
        <path class="p" d="M-9 322C180 296 450 300 680 322s450 24 769-18v64H-9z"/></svg>
        """#

    /// The foot of an empty state; last child of `.empty`.
    public static let terraces: HTML = #"""
        <svg class="terraces" viewBox="0 0 900 120" preserveAspectRatio="xMidYMax slice" aria-hidden="true">\#
        <path d="M-9 40C120 6 240 14 380 42s330 30 529-30v120H-9z"/>\#
        <path class="g" d="M-9 66C120 36 260 42 400 66s320 26 509-24v90H-9z"/>\#
        <path d="M-9 92C130 68 280 70 430 88s310 20 479-16v60H-9z"/></svg>
        """#
}
