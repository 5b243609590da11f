"""Arrays: products of vectors and matrices, lengths, functions of every entry; then layers of a network.

To add a form: one line. The first skill is the main one; the holes with a colon declare letters with their shapes.
"""

from chainrule.practice.problems.recipes.recipe import Recipe

ARRAYS = (
    Recipe(1, ("arrays",), "{ax:}; f = {a}a^T x", wrt="{ax}"),
    Recipe(1, ("arrays",), "{x:}; f = {a}|x|^2", wrt="x"),
    Recipe(1, ("arrays", "sum"), "{ax:}; f = a^T x {pm} {b}|x|^2", wrt="x"),
    Recipe(2, ("arrays",), "{cAx:}; f = c^T A x", wrt="{cAx}"),
    Recipe(2, ("arrays", "chain"), "{ax:}; f = |x {pm} a|^2", wrt="{ax}"),
    Recipe(2, ("arrays", "chain"), "{ax:}; f = |{a}x - a|^2", wrt="{ax}"),
    Recipe(2, ("arrays", "chain", "power"), "{ax:}; f = (a^T x)^{m}", wrt="{ax}"),
    Recipe(3, ("arrays", "chain"), "{Axb:}; f = |A x {pm} b|^2", wrt="{Axb}"),
    Recipe(3, ("arrays", "chain"), "{Ax:}; f = {a}|A x|^2", wrt="{Ax}"),
    Recipe(3, ("arrays", "product"), "{square:}; f = x^T A x {pm} {a}b^T x", wrt="x"),
    Recipe(3, ("arrays", "chain", "exponential"), "{ax:}; f = e^({a}a^T x)", wrt="{ax}"),
    Recipe(3, ("arrays", "chain", "trigonometric"), "{ax:}; f = {sc}(a^T x)", wrt="{ax}"),
    Recipe(3, ("arrays", "trigonometric"), "{ax:}; f = sum(a * {sc}({mult}))", wrt="x"),
    Recipe(4, ("arrays", "chain", "sum"), "{Axb:}; f = |A x - b|^2 + {a}|x|^2", wrt="x"),
    Recipe(4, ("arrays", "chain", "sum"), "{Axc:}; f = |A x|^2 {pm} {a}c^T x", wrt="x"),
    Recipe(4, ("arrays", "chain", "power"), "{cAx:}; f = (c^T A x)^{n}", wrt="{cAx}"),
    Recipe(4, ("arrays", "chain", "trigonometric"), "{Axb:}; f = sum({sc}(A x + b))", wrt="{Ax}"),
    Recipe(5, ("arrays", "chain"), "{ABx:}; f = |A B x|^2", wrt="{ABx}"),
    Recipe(5, ("arrays", "chain", "exponential"), "{Axb:}; f = e^(-|A x - b|^2)", wrt="{Axb}"),
    Recipe(5, ("arrays", "product", "chain"), "{ax:}; f = (a^T x)|x|^2", wrt="x"),
    Recipe(5, ("arrays", "chain", "trigonometric"), "{Ax:}; f = {sc}(|A x|^2)", wrt="{Ax}"),
    Recipe(5, ("arrays", "chain", "exponential"), "{square:}; f = e^({a}x^T A x)", wrt="{Ax}"),
    #
    Recipe(2, ("network", "arrays"), "{Wxby:}; z = W x + b; L = {a}|z - y|^2", wrt="{Wxb}"),
    Recipe(2, ("network", "arrays"), "{Wxbv:}; z = W x + b; L = {a}v^T z", wrt="{Wxb}"),
    Recipe(3, ("network", "arrays"), "{wx:}; a = {act}(w^T x); L = (a - y)^2", wrt="{wx}"),
    Recipe(3, ("network", "arrays"), "{Wxbv:}; L = v^T {act}(W x + b)", wrt="{Wxb}"),
    Recipe(3, ("network", "arrays"), "{Wxbv:}; h = relu(W x + b); L = {a}v^T h", wrt="{Wxb}"),
    Recipe(4, ("network", "arrays"), "{Wxby:}; a = {act}(W x + b); L = 1/2 |a - y|^2", wrt="{Wxb}"),
    Recipe(4, ("network", "arrays", "logarithm"), "{Wxby:}; L = crossentropy(softmax(W x + b), y)", wrt="{Wxb}"),
    Recipe(4, ("network", "arrays"), "{VWxy:}; h = {act}(W x); L = 1/2 |V h - y|^2", wrt="V"),
    Recipe(4, ("network", "arrays"), "{Wxby:}; a = {act}(W x + b); L = {a}|a - y|^2", wrt="{Wxb}"),
    Recipe(5, ("network", "arrays", "many-layers"), "{VWxby:}; h = {act}(W x + b); L = {a}|V h - y|^2", wrt="{Wxb}"),
    Recipe(5, ("network", "arrays", "many-layers"), "{VWxy:}; h = {act}(W x); L = 1/2 |V h - y|^2", wrt="{Wx}"),
    Recipe(5, ("network", "arrays", "many-layers"), "{VWxy:}; h = {act}(W x); L = crossentropy(softmax(V h), y)", wrt="{VWx}"),
)
