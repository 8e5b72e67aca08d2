// Classes: which questions of a large dataset are answered in process, and which by a reader.

/**
 * What is asked of the large dataset, and whether a reader is needed (r) or the process answers (p): a page by -date, date,
 * id, -id, updated and -updated, the page after one, a sample, the count up to a bound, the exact count, groups by type
 * and by venue.
 */
export const CLASSES = `
everything                  p r r r r r p r p p p r
type one                    p r r r r r p r p p r r
type several                p r r r r r p r r r r r
type rare                   p p p p p p p p p p p p
type negated                p r r r r r p r r r r r
type null                   r r r r r r r r p p r r
type orNull                 p r r r r r p r r r r r
type known                  p r r r r r p r r r r r
type absent                 p p p p p p p p p p p p
country one                 p r r r r r p r p p p r
country rare                p p p p p p p p p p p p
participant one             p r r r r r p r p p r r
role one                    p r r r r r p r p p p r
venue rare                  p p p p p p p p p p p p
cameo one                   p r r r r r p r r r r r
month one                   p r r r r r r r p p p r
relatedTo absent            r r r r r r r r r r r r
from one                    p r r r r r p r p p p r
window one                  p r r r r r p r p p p r
window certain              p r r r r r p r r r r r
type one, window one        p r r r r r p r p p r r
type one, country one       p r r r r r p r p p r r
type one, country negated   p r r r r r p r r r r r
type one, status null       r r r r r r r r p p r r
type rare, country negated  p p p p p p p p p p p p
type one, participant one   p r r r r r p r r r r r
q one                       p r r r r r p r r r r r
q absent                    p r r r r r p r r r r r
q negated                   r r r r r r r r r r r r
q one, type one             r r r r r r r r r r r r
q one, type absent          r r r r r r r r r r r r
bbox one                    r r r r r r r r r r r r
bbox rare                   p p p p p p p p p p p p
near rare                   p p p p p p p p p p p p
bbox rare, type one         p p p p p p p p p p p p
updatedSince one            p r r r r r p r r r r r
distinct one                p r r r r r p r p p p r
distinct one, type one      p r r r r r p r p p r r
`;
